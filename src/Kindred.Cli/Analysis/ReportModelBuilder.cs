using Kindred.Cli.Mine;
using Kindred.Mining.Rules;
using Kindred.Report;
using Kindred.Simulation;
using Kindred.Store.Cleaning;
using Kindred.Store.Import;
using Kindred.Store.Readiness;

namespace Kindred.Cli.Analysis;

/// <summary>Puts what the stages gave into the report's plain values.</summary>
internal sealed class ReportModelBuilder(CatalogueView catalogue)
{
    private const int NetworkEdges = 300;

    public IReadOnlyList<Finding> Findings(IReadOnlyList<PairFinding> pairs, TimeSplit? split) =>
        [.. pairs.Select(p => new Finding(Headline(p), $"{Capitalised(FindingSentences.Proof(p, split))}."))];

    public string Headline(PairFinding pair) => $"{catalogue[pair.Pair.First].Title} with {catalogue[pair.Pair.Second].Title}";

    public IReadOnlyList<ReportEdge> Network(IReadOnlyList<PairFinding> pairs) => [.. pairs.Take(NetworkEdges).Select(p => new ReportEdge(
        catalogue[p.Pair.First], catalogue[p.Pair.Second], p.Evidence.Counts.Both, p.Evidence.Lift, p.Evidence.Q))];

    public IReadOnlyList<ReportRule> Rules(IReadOnlyList<RuleFinding> rules) => [.. rules.Select(Rule)];

    public static DataQuality Quality(IReadOnlyList<ImportReport> imports, CleaningReport cleaning) => new()
    {
        Files = [.. imports.Select(i => new ImportedFile(Path.GetFileName(i.Source), $"{i.Kind}".ToLowerInvariant(), FormatOf(i), i.RowsRead, i.RowsTaken, i.RowsRejected + i.CellsRejected))],
        RowsRead = imports.Where(i => i.Kind == ImportKind.Orders).Sum(i => i.RowsRead),
        RowsTaken = cleaning.LinesBefore,
        RowsAfterCleaning = cleaning.LinesAfter,
        Rejected = [.. imports.SelectMany(i => i.Rejected).GroupBy(r => r.Column is null ? r.Reason : $"{r.Column}: {r.Reason}")
            .Select(g => new RejectedReason(g.Key, g.Sum(r => r.Count))).OrderByDescending(r => r.Count)],
        Cleaning = [.. cleaning.Rules.Select(r => new CleaningStep(
            r.Id, r.HeldBack is null ? r.Summary : $"{r.Summary} {r.HeldBack}", r.Mode == RuleMode.Apply && r.HeldBack is null, r.LinesFound, [.. r.Examples.Take(5).Select(Example), .. r.Notes.Take(5)]))],
    };

    public static IReadOnlyList<ReadinessStatement> Readiness(ReadinessReport readiness) =>
    [
        .. readiness.Capabilities.Select(c => new ReadinessStatement(
            c.Verdict switch { Verdict.Yes => ReadinessLevel.Good, Verdict.Limited => ReadinessLevel.Caution, _ => ReadinessLevel.Poor }, $"{c.Name}: {c.Reason}", c.Fix)),
        .. readiness.Power.Pairs.Select(p => new ReadinessStatement(p.SmallestLift is null ? ReadinessLevel.Caution : ReadinessLevel.Good, p.Meaning)),
    ];

    public static MiningAccount Account(Associations found, string reason, AnalysisOptions options) => new()
    {
        Algorithm = $"{MineOptionSet.NameOf(found.Mined.Algorithm)}: {reason}",
        MinCount = found.Mined.MinCount,
        Settings =
        [
            new ReportFact("Fewest baskets of a pair", $"{options.MinPairCount:N0}"),
            new ReportFact("Least confidence of a rule", $"{options.MinConfidence:P0}"),
            new ReportFact("Highest q-value shown", $"{options.MaxQ}"),
            new ReportFact("Pairs tested", $"{found.Pairs.HypothesesTested:N0}"),
            new ReportFact("Pairs proved", $"{found.Pairs.Pairs.Count:N0}"),
            new ReportFact("Rules tested", $"{found.RulesTested:N0}"),
        ],
        ItemsetsByLength = [.. found.Mined.CountByLength.Select((count, length) => new LengthCount(length, count)).Where(l => l.Itemsets > 0)],
        HypothesesTested = found.RulesTested,
        Correction = "Benjamini–Hochberg",
        HoldOut = found.Split is { } split
            ? $"Associations were found again in the {split.Discovery.Count:N0} baskets before {split.Boundary:yyyy-MM-dd} alone and tested in the {split.HoldOut.Count:N0} baskets from then on (Fisher's exact test, Holm's correction over all carried over)."
            : null,
    };

    public static TruthScore Truth(FindingsScore score) => new(
    [
        new TruthRow("complements that enough baskets can show", score.Detectable, score.Found, score.DetectableFound),
        new TruthRow("coincidences (should not be found)", score.Coincidences, score.CoincidencesCalled.Values.Sum(), 0),
        new TruthRow("substitutes (should not be found)", score.Substitutes, score.SubstitutesCalled, 0),
    ]);

    private ReportRule Rule(RuleFinding rule)
    {
        RuleEvidence e = rule.Evidence;
        return new ReportRule
        {
            Antecedent = [.. rule.Antecedent.Select(row => catalogue[row])],
            Consequent = [.. rule.Consequent.Select(row => catalogue[row])],
            Both = e.Counts.Both,
            AntecedentBaskets = e.Counts.Antecedent,
            ConsequentBaskets = e.Counts.Consequent,
            Baskets = e.Counts.Total,
            Support = e.Support,
            Confidence = e.Confidence,
            ConfidenceInterval = Ends(e.ConfidenceInterval),
            ReverseConfidence = e.ReverseConfidence,
            ReverseConfidenceInterval = Ends(e.ReverseConfidenceInterval),
            Lift = e.Lift,
            LiftInterval = Ends(e.LiftInterval),
            P = e.P,
            Q = e.Q,

            // Too few later baskets to say is no verdict: the report then shows none.
            HoldOut = rule.HoldOut is { Verdict: not HoldOutVerdict.TooFewToSay } held
                ? new HoldOut(held.Verdict == HoldOutVerdict.Confirmed, held.HoldOut.Both, held.HoldOut.Total, double.IsFinite(held.Lift) ? held.Lift : null)
                : null,
        };
    }

    private static Report.Interval Ends(Kindred.Mining.Rules.Interval interval) => new(interval.Low, interval.High);

    private static string FormatOf(ImportReport import) =>
        string.Join(", ", new[] { $"{import.Format}", import.Compression, import.Encoding }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Example(LineExample line) =>
        $"order {line.OrderId}: {line.ProductId}{(line.Title is null ? "" : $" {line.Title}")}{(line.Quantity is null ? "" : $" × {line.Quantity:0.##}")}{(line.Detail is null ? "" : $" ({line.Detail})")}";

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
