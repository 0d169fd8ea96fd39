using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Generalized;

/// <summary>Frequent itemsets over products and categories alike (Srikant &amp; Agrawal, "Mining Generalized Association Rules", VLDB 1995).</summary>
/// <remarks>
/// A basket holds a category when it holds a product below it. A set with an item and its own ancestor says no more than the set without the
/// ancestor; such sets are never made: as in algorithm Cumulate they are left out at the first pair, and so in everything grown from it.
/// Differs from the paper: the search is depth-first over basket lists instead of level-wise.
/// </remarks>
public static class GeneralizedMining
{
    /// <summary>Finds them.</summary>
    /// <param name="baskets">Baskets of products.</param>
    /// <param name="tree">The categories of those products.</param>
    /// <param name="options">
    /// Minimum count or support, maximum length, required and removed rows (of <see cref="CategoryTree.Items"/>), threads. Only frequent itemsets
    /// are defined here, found in one way: <see cref="MiningOptions.Kind"/> and <see cref="MiningOptions.Algorithm"/> stay at their defaults.
    /// </param>
    /// <param name="progress">Told the fraction done, 0 to 1, from any thread.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The itemsets in rows of <see cref="CategoryTree.Items"/>, the same whatever the number of threads.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message names every problem.</exception>
    public static ItemsetTable Mine(
        BasketSet baskets, CategoryTree tree, MiningOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(tree.Items);
        if (options.Kind != ItemsetKind.Frequent || options.Algorithm != MiningAlgorithm.Auto)
        {
            throw new ArgumentException("Generalised itemsets are frequent ones, found in one way: leave Kind and Algorithm at their defaults.", nameof(options));
        }

        BasketSet extended = tree.Extend(baskets);
        int minCount = options.ResolveMinCount(baskets.Count);
        int maxLength = options.MaxLength ?? int.MaxValue;
        PreparedBaskets prepared = PreparedBaskets.Create(extended, minCount, options.MustNotContain, cancellationToken);
        var table = new ItemsetTable(baskets.Count, options.MemoryLimitBytes);
        var output = new OrderedOutput(new HoldingSink(table, options.MustContain), prepared.Rows, maxLength, 1 << 22);
        OrderedTasks.Run(
            prepared.ItemCount,
            options.ResolveThreads(),
            () => new UnrelatedSearch(prepared, tree, minCount, maxLength, cancellationToken),
            (search, code, receiver) => search.Run(code, receiver),
            output,
            progress,
            cancellationToken);
        return table;
    }

    /// <summary>Lets through the itemsets that hold all required rows.</summary>
    private sealed class HoldingSink(IItemsetSink sink, IReadOnlyList<int> required) : IItemsetSink
    {
        public void Add(ReadOnlySpan<int> rows, int supportCount)
        {
            foreach (int row in required)
            {
                if (!rows.Contains(row))
                {
                    return;
                }
            }

            sink.Add(rows, supportCount);
        }
    }
}
