namespace Kindred.Mining.Output;

/// <summary>Takes the itemsets one mining task finds, as codes of the prepared baskets. Used by one thread at a time.</summary>
internal interface IItemsetReceiver
{
    /// <summary>Takes one itemset; longer ones than wanted are ignored.</summary>
    /// <param name="codes">Distinct codes in any order, never empty.</param>
    /// <param name="supportCount">Number of baskets that hold all of them.</param>
    void Add(ReadOnlySpan<int> codes, int supportCount);

    /// <summary>
    /// Takes 2^|free| itemsets of one support count: <paramref name="codes"/> with every subset of <paramref name="free"/>
    /// (the perfect extensions). The empty set, when both are empty, is left out.
    /// </summary>
    void AddWithSubsets(ReadOnlySpan<int> codes, ReadOnlySpan<int> free, int supportCount);
}
