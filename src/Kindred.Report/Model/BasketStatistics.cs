namespace Kindred.Report;

/// <summary>What the baskets look like.</summary>
public sealed record BasketStatistics
{
    /// <summary>Number of baskets.</summary>
    public required long Baskets { get; init; }

    /// <summary>Number of distinct products.</summary>
    public required long Products { get; init; }

    /// <summary>Product occurrences: the sum of all basket sizes.</summary>
    public required long Occurrences { get; init; }

    /// <summary>Number of distinct customers, or null where orders name none.</summary>
    public long? Customers { get; init; }

    /// <summary>How many baskets hold so many products, by ascending size; sizes without baskets may be left out.</summary>
    public IReadOnlyList<SizeCount> Sizes { get; init; } = [];

    /// <summary>The products in most baskets, most first.</summary>
    public IReadOnlyList<ReportProduct> TopProducts { get; init; } = [];

    /// <summary>Baskets of the product at some popularity ranks, by ascending rank; a hundred ranks spread evenly on a log scale draw well.</summary>
    public IReadOnlyList<RankCount> Popularity { get; init; } = [];

    /// <summary>Orders in each period, in time order; empty where orders bear no time.</summary>
    public IReadOnlyList<PeriodCount> OrdersOverTime { get; init; } = [];
}

/// <summary>Baskets of one size.</summary>
/// <param name="Size">Distinct products in the basket, at least 1.</param>
/// <param name="Baskets">How many baskets.</param>
public sealed record SizeCount(int Size, long Baskets);

/// <summary>Baskets of the product at one popularity rank.</summary>
/// <param name="Rank">1 is the most popular product.</param>
/// <param name="Baskets">Baskets that hold it.</param>
public sealed record RankCount(int Rank, long Baskets);

/// <summary>Orders in one period.</summary>
/// <param name="Start">First day of the period (UTC).</param>
/// <param name="Orders">How many orders.</param>
public sealed record PeriodCount(DateOnly Start, long Orders);
