using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Eclat;

/// <summary>Depth-first intersection of basket lists (Zaki, 2000).</summary>
internal sealed class EclatMiner : IItemsetMiner
{
    public MiningAlgorithm Algorithm => MiningAlgorithm.Eclat;

    public bool Finds(ItemsetKind kind) => kind == ItemsetKind.Frequent;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IItemsetReceiver receiver = output.BeginTask(0, cancellationToken);
        var all = new List<(int Code, int[] Tids)>();
        for (int code = 0; code < baskets.ItemCount; code++)
        {
            all.Add((code, baskets.TidList(code).ToArray()));
        }

        Extend([], all, task, receiver, cancellationToken);
        output.EndTask(0, receiver);
    }

    private static void Extend(int[] prefix, List<(int Code, int[] Tids)> candidates, MiningTask task, IItemsetReceiver receiver, CancellationToken cancellationToken)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] set = [.. prefix, candidates[i].Code];
            receiver.Add(set, candidates[i].Tids.Length);
            var next = new List<(int Code, int[] Tids)>();
            for (int j = 0; j < i && set.Length < task.MaxLength; j++)
            {
                int[] common = [.. candidates[i].Tids.Intersect(candidates[j].Tids)];
                if (common.Length >= task.MinCount)
                {
                    next.Add((candidates[j].Code, common));
                }
            }

            Extend(set, next, task, receiver, cancellationToken);
        }
    }
}
