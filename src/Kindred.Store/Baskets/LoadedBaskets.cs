using Kindred.Mining;

namespace Kindred.Store.Baskets;

/// <summary>Baskets with what the workspace knows of them.</summary>
/// <param name="Baskets">One basket an order, in order of time, then of order id; products in order of their id.</param>
/// <param name="OrderedAt">The first time of each basket's lines (UTC), <see cref="DateTime.MinValue"/> where none has one; null when no basket has a time.</param>
/// <param name="Titles">The title of each product row; null where none is known.</param>
public sealed record LoadedBaskets(BasketSet Baskets, DateTime[]? OrderedAt, string?[] Titles);
