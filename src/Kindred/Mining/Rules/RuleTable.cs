namespace Kindred.Mining.Rules;

/// <summary>Rules in columns: each is three indices into a table of itemsets (the union, the antecedent, the consequent).</summary>
/// <remarks>
/// Unless sorted, rules stand in the order of their union itemsets, and those of one itemset in lexicographic order of the
/// consequent. Immutable and thread-safe. Memory: 12 bytes a rule; measures are computed when asked for.
/// </remarks>
public sealed partial class RuleTable
{
    private readonly int[] _unions;
    private readonly int[] _antecedents;
    private readonly int[] _consequents;

    internal RuleTable(ItemsetIndex index, int[] unions, int[] antecedents, int[] consequents, long candidateCount)
    {
        Index = index;
        _unions = unions;
        _antecedents = antecedents;
        _consequents = consequents;
        CandidateCount = candidateCount;
    }

    /// <summary>Number of rules.</summary>
    public int Count => _unions.Length;

    /// <summary>Rules that reached the minimum support and the consequent length, whatever their confidence and lift: the hypotheses tested.</summary>
    public long CandidateCount { get; }

    /// <summary>The frequent itemsets that the rules refer to.</summary>
    public ItemsetTable Itemsets => Index.Itemsets;

    /// <summary>Number of baskets the counts refer to.</summary>
    public int BasketCount => Itemsets.BasketCount;

    internal ItemsetIndex Index { get; }

    /// <summary>The product rows of a rule's antecedent, ascending.</summary>
    public ReadOnlySpan<int> Antecedent(int rule) => Itemsets.Items(_antecedents[rule]);

    /// <summary>The product rows of a rule's consequent, ascending.</summary>
    public ReadOnlySpan<int> Consequent(int rule) => Itemsets.Items(_consequents[rule]);

    /// <summary>The four counts of a rule.</summary>
    public ContingencyTable Counts(int rule) => new(
        Itemsets.SupportCount(_unions[rule]), Itemsets.SupportCount(_antecedents[rule]), Itemsets.SupportCount(_consequents[rule]), BasketCount);

    internal int UnionItemset(int rule) => _unions[rule];

    internal int AntecedentItemset(int rule) => _antecedents[rule];

    internal int ConsequentItemset(int rule) => _consequents[rule];

    /// <summary>A table of the named rules in the given order; the number of hypotheses tested stays.</summary>
    /// <param name="rules">Indices of rules, 0 to <see cref="Count"/> − 1.</param>
    public RuleTable Select(ReadOnlySpan<int> rules)
    {
        return new RuleTable(Index, Pick(_unions, rules), Pick(_antecedents, rules), Pick(_consequents, rules), CandidateCount);

        static int[] Pick(int[] column, ReadOnlySpan<int> rules)
        {
            var picked = new int[rules.Length];
            for (int i = 0; i < rules.Length; i++)
            {
                picked[i] = column[rules[i]];
            }

            return picked;
        }
    }
}
