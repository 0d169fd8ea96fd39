namespace Kindred.Mining;

/// <summary>The resolved options a miner works by.</summary>
/// <param name="MinCount">The fewest baskets that must hold an itemset, at least 1.</param>
/// <param name="Kind">A kind the miner finds.</param>
/// <param name="MaxLength">The longest itemset wanted; <see cref="int.MaxValue"/> for no limit. Closed and maximal sets are those of the whole data.</param>
/// <param name="Threads">At least 1.</param>
internal readonly record struct MiningTask(int MinCount, ItemsetKind Kind, int MaxLength, int Threads);
