using Kindred.Mining;

namespace Kindred.Store.Baskets;

/// <summary>Baskets with what the workspace knows of them.</summary>
/// <param name="Baskets">One basket an order, in order of time, then of order id; products in order of their id.</param>
/// <param name="OrderedAt">The first time of each basket's lines (UTC), <see cref="DateTime.MinValue"/> where none has one; null when no basket has a time.</param>
/// <param name="Titles">The title of each product row; null where none is known.</param>
public sealed record LoadedBaskets(BasketSet Baskets, DateTime[]? OrderedAt, string?[] Titles)
{
    /// <summary>The category path of each product row; null where none is known.</summary>
    public required string?[] Categories { get; init; }

    /// <summary>Customers by basket; null when they were not asked for.</summary>
    public BasketLabels? Customers { get; init; }

    /// <summary>Segments by basket; null when they were not asked for.</summary>
    public BasketLabels? Segments { get; init; }
}

/// <summary>A label of each basket, such as its customer.</summary>
/// <param name="Rows">Row of each basket's label in <paramref name="Names"/>, −1 where it has none. Of several labels of one order the first by name.</param>
/// <param name="Names">The distinct labels, in ordinal order.</param>
public sealed record BasketLabels(int[] Rows, string[] Names);
