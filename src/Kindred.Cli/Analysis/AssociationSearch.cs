using Kindred.Cli.Mine;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Store.Baskets;

namespace Kindred.Cli.Analysis;

/// <summary>Finds pairs and rules in all baskets, and asks the later baskets to confirm what the earlier ones alone would have found.</summary>
/// <remarks>
/// Counts, intervals and q-values shown are those of all baskets. A hold-out verdict is independent of them: an association is
/// carried over only where the earlier baskets by themselves give it a q-value within the limit, and only the later ones test it.
/// </remarks>
internal sealed class AssociationSearch(AnalysisOptions options, int threads, IProgress<StageProgress> progress, CancellationToken cancellation)
{
    public Associations Find(LoadedBaskets loaded, int minCount)
    {
        progress.Report(new StageProgress("finding pairs", null));
        TimeSplit? split = loaded.OrderedAt is { } times ? TimeSplit.Create(loaded.Baskets, times, options.DiscoveryShare) : null;
        TimeWindow? window = split is null ? null : new TimeWindow(split.DiscoveryWindow.From, split.HoldOutWindow.To);
        PairTable pairs = Pairs(loaded.Baskets);
        IReadOnlyList<PairFinding> bestPairs = Confirmed(pairs, split, window);

        MiningResult mined = Mine(loaded.Baskets, minCount, "mining itemsets");
        progress.Report(new StageProgress("making rules", null));
        ProvedRules rules = Rules(mined.Itemsets!);
        return new Associations
        {
            Mined = mined,
            Pairs = pairs,
            BestPairs = bestPairs,
            Rules = Confirmed(rules, split, window, minCount),
            RulesInAll = rules.BestFirst.Length,
            RulesTested = rules.Table.CandidateCount,
            Split = split,
        };
    }

    private PairTable Pairs(BasketSet baskets) =>
        PairMining.Find(baskets, new PairOptions { MinCount = options.MinPairCount, MaxQ = options.MaxQ, Threads = threads }, cancellation);

    private MiningResult Mine(BasketSet baskets, int minCount, string stage) => ItemsetMining.Mine(
        baskets, new MiningOptions { MinCount = minCount, Threads = threads }, new FractionOf(progress, stage), cancellation);

    /// <summary>Rules that are significant over all tested ones, and significantly better than every simpler rule (corrected for all tested ones), heaviest first.</summary>
    private ProvedRules Rules(ItemsetTable itemsets)
    {
        var limits = new RuleOptions { MinConfidence = options.MinConfidence, MinLift = 1, Threads = threads };
        RuleTable table = RuleMining.Generate(itemsets, limits, cancellation);
        double[] logQ = table.LogQValues(limits.Correction, threads);
        double[] logPAgainstSimpler = RulePruning.LogPAgainstSimpler(table, threads);
        double highestQ = Math.Log(options.MaxQ);
        double highestP = Math.Log(options.MaxQ / Math.Max(1, table.CandidateCount));
        int[] best = [.. Enumerable.Range(0, table.Count)
            .Where(rule => logQ[rule] <= highestQ && logPAgainstSimpler[rule] <= highestP)
            .OrderByDescending(rule => Weight(table.Counts(rule))).ThenBy(rule => rule)];
        return new ProvedRules(table, logQ, best);
    }

    private IReadOnlyList<PairFinding> Confirmed(PairTable pairs, TimeSplit? split, TimeWindow? window)
    {
        Dictionary<(int, int), HoldOutResult> verdicts = [];
        if (split is not null)
        {
            PairTable early = Pairs(split.Discovery);
            HoldOutResult[] results = HoldOutConfirmation.Confirm(early.Pairs, split.HoldOut);
            verdicts = early.Pairs.Zip(results).ToDictionary(p => (p.First.First, p.First.Second), p => p.Second);
        }

        return [.. Enumerable.Range(0, pairs.Pairs.Count)
            .OrderByDescending(i => Weight(pairs.Pairs[i].Counts)).ThenBy(i => i)
            .Take(options.MostPairs)
            .Select(i => new PairFinding(
                pairs.Pairs[i], pairs.Evidence(i, window), verdicts.TryGetValue((pairs.Pairs[i].First, pairs.Pairs[i].Second), out HoldOutResult found) ? found : null))];
    }

    /// <summary>How much an association is worth telling: baskets in common × ln of the lift it surely has. Rare flukes and weak crowds both rank low.</summary>
    private static double Weight(ContingencyTable counts) => counts.Both * Math.Log(Math.Max(1, Interval.Lift(counts).Low));

    private IReadOnlyList<RuleFinding> Confirmed(ProvedRules rules, TimeSplit? split, TimeWindow? window, int minCount)
    {
        Dictionary<string, HoldOutResult> verdicts = split is null ? [] : Verdicts(split, minCount);
        return [.. rules.BestFirst.Take(options.MostRules).Select(rule => new RuleFinding(
            rules.Table.Antecedent(rule).ToArray(),
            rules.Table.Consequent(rule).ToArray(),
            RuleEvidence.Create(rules.Table.Counts(rule), rules.LogQ[rule], PValueCorrection.BenjaminiHochberg, rules.Table.CandidateCount, window),
            verdicts.TryGetValue(Key(rules.Table, rule), out HoldOutResult found) ? found : null))];
    }

    /// <summary>What the later baskets say of every rule that the earlier ones alone give.</summary>
    private Dictionary<string, HoldOutResult> Verdicts(TimeSplit split, int minCount)
    {
        int scaled = Math.Max(1, (int)Math.Ceiling((double)minCount * split.Discovery.Count / (split.Discovery.Count + split.HoldOut.Count)));
        ProvedRules early = Rules(Mine(split.Discovery, scaled, "confirming in later orders").Itemsets!);
        RuleTable carried = early.Table.Select(early.BestFirst);
        HoldOutResult[] results = HoldOutConfirmation.Confirm(carried, split.HoldOut);
        return Enumerable.Range(0, carried.Count).ToDictionary(rule => Key(carried, rule), rule => results[rule]);
    }

    private static string Key(RuleTable rules, int rule) =>
        $"{string.Join(',', rules.Antecedent(rule).ToArray())}>{string.Join(',', rules.Consequent(rule).ToArray())}";

    /// <summary>All rules within the limits on confidence and lift, their ln q, and which of them are proved, best first.</summary>
    private sealed record ProvedRules(RuleTable Table, double[] LogQ, int[] BestFirst);
}
