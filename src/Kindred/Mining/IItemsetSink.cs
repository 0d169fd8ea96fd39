namespace Kindred.Mining;

/// <summary>Receives itemsets as a miner finds them.</summary>
/// <remarks>A sink is called from one thread at a time; parallel miners give each task its own sink and join them in a fixed order.</remarks>
public interface IItemsetSink
{
    /// <summary>Takes one itemset.</summary>
    /// <param name="rows">Product rows of the baskets' vocabulary, in no particular order, without repeats, never empty. Valid only during the call.</param>
    /// <param name="supportCount">Number of baskets that hold all of them.</param>
    void Add(ReadOnlySpan<int> rows, int supportCount);
}
