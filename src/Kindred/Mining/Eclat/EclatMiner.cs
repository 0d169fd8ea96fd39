using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Eclat;

/// <summary>Depth-first intersection of the baskets of each product (Zaki, 2000), as lists of baskets or, where that is cheaper, as bits.</summary>
/// <param name="onlyLists">Never takes bits: for tests of the lists.</param>
internal sealed class EclatMiner(bool onlyLists = false) : IItemsetMiner
{
    public MiningAlgorithm Algorithm => MiningAlgorithm.Eclat;

    public bool Finds(ItemsetKind kind) => kind == ItemsetKind.Frequent;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        VerticalRows? bits = onlyLists ? null : VerticalRows.Create(baskets);
        OrderedTasks.Run(
            baskets.ItemCount,
            task.Threads,
            () => new EclatWorker(baskets, bits, task, onlyLists, cancellationToken),
            (worker, code, receiver) => worker.Run(baskets.ItemCount - 1 - code, receiver),
            output,
            progress,
            cancellationToken);
    }
}
