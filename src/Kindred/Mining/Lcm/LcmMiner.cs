using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Lcm;

/// <summary>Backtracking with occurrence deliver and database reduction, in the style of LCM (Uno, Kiyomi and Arimura, 2004).</summary>
internal sealed class LcmMiner : IItemsetMiner
{
    public MiningAlgorithm Algorithm => MiningAlgorithm.Lcm;

    public bool Finds(ItemsetKind kind) => true;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var pairs = PairCounts.Create(baskets, task.Threads, cancellationToken);
        OrderedTasks.Run(
            baskets.ItemCount,
            task.Threads,
            () => new Worker(baskets, pairs, task, cancellationToken),
            (worker, code, receiver) => worker.Run(baskets.ItemCount - 1 - code, receiver),
            output,
            progress,
            cancellationToken);
    }

    private sealed class Worker
    {
        private readonly ItemsetPath _path;
        private readonly Action<int> _search;

        public Worker(PreparedBaskets baskets, PairCounts? pairs, MiningTask task, CancellationToken cancellationToken)
        {
            _path = new ItemsetPath(baskets.ItemCount + 1);
            _search = task.Kind == ItemsetKind.Frequent
                ? new OccurrenceSearch(baskets, pairs, task, _path, cancellationToken).SearchRoot
                : new ClosedRootSearch(baskets, pairs, task, _path, cancellationToken).SearchRoot;
        }

        public void Run(int code, IItemsetReceiver receiver)
        {
            _path.Receiver = receiver;
            _search(code);
        }
    }
}
