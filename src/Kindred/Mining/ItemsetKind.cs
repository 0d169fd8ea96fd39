namespace Kindred.Mining;

/// <summary>Which of the frequent itemsets are wanted.</summary>
public enum ItemsetKind
{
    /// <summary>Every itemset held by at least the minimum number of baskets.</summary>
    Frequent,

    /// <summary>Frequent itemsets with no superset of the same support count (Pasquier et al., 1999).</summary>
    Closed,

    /// <summary>Frequent itemsets with no frequent superset (Bayardo, 1998).</summary>
    Maximal,
}
