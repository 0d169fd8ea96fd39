using Kindred.Mining.Filtering;
using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining;

/// <summary>Finds itemsets in baskets: the way into the mining folder.</summary>
public static class ItemsetMining
{
    /// <summary>Finds the itemsets the options ask for and keeps them in a table (or only counts them, by <see cref="MiningOptions.CountOnly"/>).</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="options">What to mine and how.</param>
    /// <param name="progress">Told the fraction done, 0 to 1, from any thread.</param>
    /// <param name="cancellationToken">Stops the work promptly.</param>
    /// <returns>The itemsets in an order that depends on the data and the options, not on the number of threads.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message names every problem.</exception>
    /// <exception cref="MiningMemoryException">The itemsets do not fit in <see cref="MiningOptions.MemoryLimitBytes"/>.</exception>
    public static MiningResult Mine(BasketSet baskets, MiningOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(baskets.Products);
        ItemsetTable? table = options.CountOnly ? null : new ItemsetTable(baskets.Count, options.MemoryLimitBytes);
        return Run(baskets, options, table, long.MaxValue, progress, cancellationToken) with { Itemsets = table };
    }

    /// <summary>Finds the itemsets the options ask for and hands each to a sink, keeping none: for answers larger than memory.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="sink">Called from one thread at a time, in an order that does not depend on the number of threads.</param>
    /// <param name="options">What to mine and how. The memory limit bounds what waits for its turn.</param>
    /// <param name="progress">Told the fraction done, 0 to 1, from any thread.</param>
    /// <param name="cancellationToken">Stops the work promptly.</param>
    /// <exception cref="ArgumentException">The options are not usable; the message names every problem.</exception>
    public static MiningResult MineTo(BasketSet baskets, IItemsetSink sink, MiningOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(baskets.Products);
        long waiting = (options.MemoryLimitBytes ?? (256L << 20)) / (8L * options.ResolveThreads());
        return Run(baskets, options, sink, waiting, progress, cancellationToken);
    }

    private static MiningTask TaskOf(BasketSet baskets, MiningOptions options) =>
        new(options.ResolveMinCount(baskets.Count), options.Kind, options.MaxLength ?? int.MaxValue, options.ResolveThreads());

    private static MiningResult Run(BasketSet baskets, MiningOptions options, IItemsetSink? sink, long bufferItems, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (options.MustContain.Count > 0)
        {
            return RequiredProducts.Mine(baskets, options, sink, (rest, o, s) => Run(rest, o, s, bufferItems, progress, cancellationToken));
        }

        MiningTask task = TaskOf(baskets, options);
        var prepared = PreparedBaskets.Create(baskets, task.MinCount, options.MustNotContain, cancellationToken);
        if (sink is ItemsetTable && options.MemoryLimitBytes is { } limit && task.Kind == ItemsetKind.Frequent)
        {
            MemoryPlan.Require(baskets, prepared, options, task, limit, cancellationToken);
        }

        (IItemsetMiner miner, string reason) = MinerChoice.Choose(prepared, task, options.Algorithm);
        ItemsetOutput output = sink is null ? new CountingOutput(task.MaxLength) : new OrderedOutput(sink, prepared.Rows, task.MaxLength, bufferItems);
        new FilteringMiner(miner).Mine(prepared, task, output, progress, cancellationToken);
        return new MiningResult
        {
            CountByLength = output.CountByLength(),
            BasketCount = baskets.Count,
            MinCount = task.MinCount,
            Kind = task.Kind,
            Algorithm = miner.Algorithm,
            AlgorithmReason = reason,
            Threads = task.Threads,
        };
    }
}
