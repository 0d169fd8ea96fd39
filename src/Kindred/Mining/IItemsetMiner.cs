using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining;

/// <summary>One way of finding itemsets.</summary>
internal interface IItemsetMiner
{
    /// <summary>The algorithm this is.</summary>
    MiningAlgorithm Algorithm { get; }

    /// <summary>True when <see cref="Mine"/> finds this kind itself; other kinds are filtered from the frequent sets.</summary>
    bool Finds(ItemsetKind kind);

    /// <summary>Finds all itemsets the task asks for, each once.</summary>
    /// <param name="baskets">Frequent products only, as codes (0 = most frequent).</param>
    /// <param name="task">Minimum count, kind, maximum length and threads.</param>
    /// <param name="output">Takes the itemsets, as codes. A sequential miner writes everything to one task of it.</param>
    /// <param name="progress">Told the fraction done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work promptly.</param>
    void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken);
}
