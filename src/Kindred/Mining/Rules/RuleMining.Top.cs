namespace Kindred.Mining.Rules;

public static partial class RuleMining
{
    /// <summary>The best rules by a measure, best first, without keeping any others.</summary>
    /// <param name="itemsets">All frequent itemsets down to a minimum support.</param>
    /// <param name="measure">One of <see cref="RuleMeasures"/>.</param>
    /// <param name="count">How many, at least 0; fewer come back if there are fewer.</param>
    /// <param name="options">The limits. <see cref="RuleOptions.MaxQ"/> must be null: q-values need all rules.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the table lacks a subset.</exception>
    /// <remarks>The same rules in the same order as the first of <see cref="RuleTable.SortedBy"/>, whatever the thread count.</remarks>
    public static RuleTable Top(ItemsetTable itemsets, RuleMeasure measure, int count, RuleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemsets);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        options.Validate();
        if (options.MaxQ is not null)
        {
            throw new ArgumentException($"{nameof(RuleOptions.MaxQ)} needs the p-values of all rules: generate the rules and sort them instead.", nameof(options));
        }

        var index = new ItemsetIndex(itemsets);
        var search = new RuleSearch(index, options);
        var top = new TopRules(count);
        ForEachBlock(itemsets.Count, options, (_, start, end) =>
        {
            var own = new TopRules(count);
            var visitor = new TopRules.Visitor(own, index, measure);
            for (int itemset = start; itemset < end; itemset++)
            {
                search.Visit(itemset, ref visitor, cancellationToken);
            }

            lock (top)
            {
                top.Merge(own);
            }
        }, cancellationToken);
        RankedRule[] best = top.BestFirst();
        return new RuleTable(index, [.. best.Select(rule => rule.Union)], [.. best.Select(rule => rule.Antecedent)], [.. best.Select(rule => rule.Consequent)],
            CandidateCount(itemsets, options.MaxConsequentLength));
    }
}
