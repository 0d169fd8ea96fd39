using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.FpGrowth;

/// <summary>FP-growth: mining frequent itemsets without candidates (Han, Pei &amp; Yin, SIGMOD 2000).</summary>
/// <remarks>
/// The tree of all baskets is built once and only read afterwards. Each product is a task of its own: the itemsets whose rarest product
/// it is. Memory: 16 bytes a node of the tree, at most one node an occurrence, plus one conditional tree a thread and depth.
/// </remarks>
internal sealed class FpGrowthMiner : IItemsetMiner
{
    public MiningAlgorithm Algorithm => MiningAlgorithm.FpGrowth;

    public bool Finds(ItemsetKind kind) => kind == ItemsetKind.Frequent;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        FpTree tree = BuildTree(baskets, cancellationToken);
        OrderedTasks.Run(
            baskets.ItemCount,
            task.Threads,
            () => new FpGrowthWorker(baskets.ItemCount, task.MinCount, task.MaxLength, cancellationToken),
            (worker, number, receiver) => worker.Grow(tree, number, receiver),
            output,
            progress,
            cancellationToken);
    }

    private static FpTree BuildTree(PreparedBaskets baskets, CancellationToken cancellationToken)
    {
        var tree = new FpTree();
        tree.Reset(baskets.ItemCount);
        for (int code = 0; code < baskets.ItemCount; code++)
        {
            tree.Codes[code] = code;
            tree.Counts[code] = baskets.SupportCount(code);
        }

        int[] order = LexicographicOrder.Sort(baskets);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (int basket in order)
        {
            tree.Add(baskets.Basket(basket), 1);
        }

        return tree;
    }
}
