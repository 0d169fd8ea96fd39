using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Filtering;

/// <summary>Lets a miner that finds only frequent itemsets give closed or maximal ones too: it finds all and the covered ones are left out.</summary>
/// <remarks>Keeps every frequent itemset in memory meanwhile; where that is too much, LCM finds closed and maximal sets without them.</remarks>
internal sealed class FilteringMiner(IItemsetMiner inner) : IItemsetMiner
{
    public MiningAlgorithm Algorithm => inner.Algorithm;

    public bool Finds(ItemsetKind kind) => true;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (inner.Finds(task.Kind))
        {
            inner.Mine(baskets, task, output, progress, cancellationToken);
            return;
        }

        // Whether the longest wanted sets are covered shows in sets one product longer.
        int longest = task.MaxLength == int.MaxValue ? int.MaxValue : task.MaxLength + 1;
        var frequent = new ItemsetTable(baskets.BasketCount);
        int[] codes = [.. Enumerable.Range(0, baskets.ItemCount)];
        var all = new OrderedOutput(frequent, codes, longest, bufferItems: 1 << 22);
        inner.Mine(baskets, task with { Kind = ItemsetKind.Frequent, MaxLength = longest }, all, progress, cancellationToken);
        bool[] covered = CoveredItemsets.Find(frequent, task.Kind, task.Threads, cancellationToken);

        IItemsetReceiver receiver = output.BeginTask(0, cancellationToken);
        for (int itemset = 0; itemset < frequent.Count; itemset++)
        {
            if (!covered[itemset])
            {
                receiver.Add(frequent.Items(itemset), frequent.SupportCount(itemset));
            }
        }

        output.EndTask(0, receiver);
    }
}
