namespace Kindred.Mining;

/// <summary>What mining found and how.</summary>
public sealed record MiningResult
{
    /// <summary>The itemsets; null when only counts were asked for or the itemsets went to a sink.</summary>
    public ItemsetTable? Itemsets { get; init; }

    /// <summary>Number of itemsets with i products at index i; index 0 is always 0 (the empty set is not an itemset).</summary>
    public required IReadOnlyList<long> CountByLength { get; init; }

    /// <summary>Number of itemsets.</summary>
    public long Total => CountByLength.Sum();

    /// <summary>Number of baskets that were mined.</summary>
    public required int BasketCount { get; init; }

    /// <summary>The smallest support count that was asked for.</summary>
    public required int MinCount { get; init; }

    /// <summary>Which itemsets these are.</summary>
    public required ItemsetKind Kind { get; init; }

    /// <summary>The algorithm that ran, never <see cref="MiningAlgorithm.Auto"/>.</summary>
    public required MiningAlgorithm Algorithm { get; init; }

    /// <summary>Why this algorithm ran, in plain words.</summary>
    public required string AlgorithmReason { get; init; }

    /// <summary>Threads that were used.</summary>
    public required int Threads { get; init; }
}
