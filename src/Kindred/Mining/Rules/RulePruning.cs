using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>Leaves out rules that say no more than a simpler rule: a proper subset of the antecedent, the empty one included, with the same consequent.</summary>
/// <remarks>Simpler rules are judged by their counts whether or not they are in the table. Order is kept.</remarks>
public static class RulePruning
{
    /// <summary>Keeps rules whose confidence exceeds that of every simpler rule by at least a margin (Bayardo, Agrawal &amp; Gunopulos, 2000).</summary>
    /// <param name="rules">Any rules.</param>
    /// <param name="minImprovement">The margin, 0 to 1; at 0 an equal confidence is kept.</param>
    /// <param name="threads">Worker threads; 0 is one a core.</param>
    public static RuleTable WithImprovement(RuleTable rules, double minImprovement, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        double[] improvement = rules.Column(RuleMeasures.Get("improvement"), threads);
        return rules.Where(rule => improvement[rule] >= minImprovement, threads);
    }

    /// <summary>Keeps rules that have no simpler rule of the same or a higher confidence (the definition of arules, with the empty antecedent counted too).</summary>
    /// <inheritdoc cref="WithImprovement"/>
    public static RuleTable NotRedundant(RuleTable rules, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Where(rule => IsProductive(rules, rule), threads);
    }

    /// <summary>Keeps rules significantly better than simpler ones: Webb's productive rules with a statistical test.</summary>
    /// <param name="rules">Any rules.</param>
    /// <param name="maxP">The highest p-value, more than 0 and at most 1, already divided for the number of tests if they are to be corrected.</param>
    /// <param name="threads">Worker threads; 0 is one a core.</param>
    /// <remarks>
    /// Webb, "Discovering significant patterns" (Machine Learning 68, 2007), sections 3 and 4: a rule is productive when its
    /// confidence exceeds that of all simpler rules; against each antecedent with one product z less, Fisher's exact test asks within the
    /// baskets that hold the rest of X whether Y is more frequent with z than without. The highest of these p-values counts.
    /// </remarks>
    public static RuleTable SignificantlyProductive(RuleTable rules, double maxP, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        double[] logP = LogPAgainstSimpler(rules, threads);
        double limit = Math.Log(maxP);
        return rules.Where(rule => logP[rule] <= limit, threads);
    }

    /// <summary>ln of the highest p-value of every rule against the simpler rules with one product less, 0 (p = 1) for rules that are not more confident than every simpler rule.</summary>
    /// <inheritdoc cref="SignificantlyProductive"/>
    /// <returns>A column in rule order.</returns>
    public static double[] LogPAgainstSimpler(RuleTable rules, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var logP = new double[rules.Count];
        Parallel.For(0, rules.Count, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) },
            rule => logP[rule] = IsProductive(rules, rule) ? LogPOfRuleAgainstSimpler(rules, rule) : 0);
        return logP;
    }

    /// <summary>ln of the highest p-value of a rule against the rules with one product less.</summary>
    internal static double LogPOfRuleAgainstSimpler(RuleTable rules, int rule)
    {
        ItemsetIndex index = rules.Index;
        ItemsetTable itemsets = rules.Itemsets;
        ContingencyTable counts = rules.Counts(rule);
        ulong antecedent = index.HashOf(rules.AntecedentItemset(rule));
        ulong consequent = index.HashOf(rules.ConsequentItemset(rule));
        ReadOnlySpan<int> items = rules.Antecedent(rule);
        double highest = double.NegativeInfinity;
        foreach (int item in items)
        {
            ulong rest = antecedent ^ index.KeyOf(item);
            int population = items.Length == 1 ? rules.BasketCount : itemsets.SupportCount(index.Find(rest));
            int withConsequent = items.Length == 1 ? counts.Consequent : itemsets.SupportCount(index.Find(rest ^ consequent));
            highest = Math.Max(highest, Hypergeometric.LogUpperTail(counts.Both, counts.Antecedent, withConsequent, population));
        }

        return highest;
    }

    private static bool IsProductive(RuleTable rules, int rule)
    {
        ContingencyTable counts = rules.Counts(rule);
        ContingencyTable simpler = SimplerRules.MostConfident(rules.Index, rules.AntecedentItemset(rule), rules.ConsequentItemset(rule));
        return SimplerRules.CompareConfidence(counts.Both, counts.Antecedent, simpler.Both, simpler.Antecedent) > 0;
    }
}
