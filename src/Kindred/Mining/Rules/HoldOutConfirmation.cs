using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>Confirms in later baskets what was found in earlier ones (Webb, "Discovering significant patterns", 2007, section 5: hold-out evaluation).</summary>
/// <remarks>Only the rules carried over are tested there, so only their number is corrected for.</remarks>
public static class HoldOutConfirmation
{
    /// <summary>Tests rules, in their order.</summary>
    /// <param name="rules">Rules of the discovery baskets.</param>
    /// <param name="holdOut">The later baskets, of the same products.</param>
    /// <param name="alpha">The error rate, more than 0 and less than 1.</param>
    /// <param name="correction">How the p-values are corrected.</param>
    public static HoldOutResult[] Confirm(RuleTable rules, BasketSet holdOut, double alpha = 0.05, PValueCorrection correction = PValueCorrection.Holm)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(holdOut);
        var counter = new HoldOutCounter(rules.Itemsets, new ProductOccurrences(holdOut));
        var tables = new (ContingencyTable, ContingencyTable)[rules.Count];
        for (int rule = 0; rule < tables.Length; rule++)
        {
            tables[rule] = (rules.Counts(rule), new ContingencyTable(
                counter.Count(rules.UnionItemset(rule)), counter.Count(rules.AntecedentItemset(rule)), counter.Count(rules.ConsequentItemset(rule)), holdOut.Count));
        }

        return Judge(tables, alpha, correction);
    }

    /// <summary>Tests pairs, in their order.</summary>
    /// <param name="pairs">Pairs of the discovery baskets.</param>
    /// <param name="holdOut">The later baskets, of the same products.</param>
    /// <param name="alpha">The error rate, more than 0 and less than 1.</param>
    /// <param name="correction">How the p-values are corrected.</param>
    public static HoldOutResult[] Confirm(IReadOnlyList<ProductPair> pairs, BasketSet holdOut, double alpha = 0.05, PValueCorrection correction = PValueCorrection.Holm)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(holdOut);
        var occurrences = new ProductOccurrences(holdOut);
        return Judge([.. pairs.Select(pair => (pair.Counts, new ContingencyTable(
            occurrences.CountOf([pair.First, pair.Second]), occurrences.CountOf(pair.First), occurrences.CountOf(pair.Second), holdOut.Count)))], alpha, correction);
    }

    private static HoldOutResult[] Judge((ContingencyTable Discovery, ContingencyTable HoldOut)[] tables, double alpha, PValueCorrection correction)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "An error rate is more than 0 and less than 1.");
        }

        double[] logP = [.. tables.Select(pair => LogP(pair.HoldOut))];
        double[] logQ = MultipleTesting.Correct(logP, logP.Length, correction);
        double limit = Math.Log(alpha);
        return [.. tables.Select((pair, rule) => new HoldOutResult(pair.Discovery, pair.HoldOut, logP[rule], logQ[rule],
            logQ[rule] <= limit ? HoldOutVerdict.Confirmed
            : LogP(Expected(pair.Discovery, pair.HoldOut)) <= limit - Math.Log(tables.Length) ? HoldOutVerdict.NotConfirmed
            : HoldOutVerdict.TooFewToSay))];
    }

    /// <summary>The table the later baskets would show were the confidence what it was: the count in common that is expected then.</summary>
    private static ContingencyTable Expected(ContingencyTable discovery, ContingencyTable holdOut)
    {
        int both = (int)Math.Round(discovery.Confidence * holdOut.Antecedent);
        int lowest = (int)Math.Max(0, (long)holdOut.Antecedent + holdOut.Consequent - holdOut.Total);
        return holdOut with { Both = Math.Clamp(both, lowest, Math.Min(holdOut.Antecedent, holdOut.Consequent)) };
    }

    private static double LogP(ContingencyTable t) => Hypergeometric.LogUpperTail(t.Both, t.Antecedent, t.Consequent, t.Total);

    /// <summary>Counts itemsets in other baskets than they were mined in, each once.</summary>
    private sealed class HoldOutCounter(ItemsetTable itemsets, ProductOccurrences occurrences)
    {
        private readonly Dictionary<int, int> _counts = [];

        public int Count(int itemset) => _counts.TryGetValue(itemset, out int count)
            ? count
            : _counts[itemset] = occurrences.CountOf(itemsets.Items(itemset));
    }
}
