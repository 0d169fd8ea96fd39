using System.Globalization;
using Kindred.Cli.Mine;
using Kindred.Mining.Rules;

namespace Kindred.Cli.Analysis;

/// <summary>Tells the best pairs in plain words, with their numbers.</summary>
internal static class FindingSentences
{
    /// <summary>The heaviest pairs, no product in more than two of them, so that one family of products does not fill the page.</summary>
    public static IReadOnlyList<PairFinding> Select(IReadOnlyList<PairFinding> heaviestFirst, int count)
    {
        var told = new Dictionary<int, int>();
        var selected = new List<PairFinding>();
        foreach (PairFinding pair in heaviestFirst)
        {
            if (selected.Count == count)
            {
                break;
            }

            if (told.GetValueOrDefault(pair.Pair.First) < 2 && told.GetValueOrDefault(pair.Pair.Second) < 2)
            {
                selected.Add(pair);
                told[pair.Pair.First] = told.GetValueOrDefault(pair.Pair.First) + 1;
                told[pair.Pair.Second] = told.GetValueOrDefault(pair.Pair.Second) + 1;
            }
        }

        return selected;
    }

    /// <summary>"in 512 of 18,000 baskets together, 24 times what chance gives (22 to 26), q &lt; 1e-300, still 21 times in the last two months".</summary>
    public static string Proof(PairFinding finding, TimeSplit? split)
    {
        RuleEvidence evidence = finding.Evidence;
        string counts = $"in {evidence.Counts.Both:N0} of {evidence.Counts.Total:N0} baskets together";
        string lift = $"{Times(evidence.Lift)} what chance gives ({Number(evidence.LiftInterval.Low)} to {Number(evidence.LiftInterval.High)})";
        string q = PlainNumbers.QValue(evidence.Q, evidence.Log10Q);
        return $"{counts}, {lift}, q {(q.StartsWith('<') ? q : $"= {q}")}{Later(finding, split)}";
    }

    private static string Later(PairFinding finding, TimeSplit? split)
    {
        if (split is null)
        {
            return string.Empty;
        }

        string window = $"the last {Span(split.HoldOutWindow)}";
        return finding.HoldOut switch
        {
            null => $", not yet proved before {window}",
            { Verdict: HoldOutVerdict.Confirmed } held => $", still {Times(held.Lift)} in {window}",
            { Verdict: HoldOutVerdict.NotConfirmed } held => $", but not confirmed in {window} ({held.HoldOut.Both:N0} baskets together)",
            _ => $", too few in {window} to confirm",
        };
    }

    private static string Span(TimeWindow window)
    {
        double days = Math.Max(1, (window.To - window.From).TotalDays);
        return days switch
        {
            >= 45 => $"{days / 30.4:0} months",
            >= 13 => $"{days / 7:0} weeks",
            >= 1.5 => $"{days:0} days",
            _ => "day",
        };
    }

    private static string Times(double lift) => $"{Number(lift)} times";

    private static string Number(double value) => value.ToString(value >= 9.95 ? "#,0" : "0.0", CultureInfo.InvariantCulture);
}
