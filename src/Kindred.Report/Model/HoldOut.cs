namespace Kindred.Report;

/// <summary>A rule counted again in orders that were not used to find it.</summary>
/// <param name="Confirmed">Whether the rule holds there by the test the account of mining names.</param>
/// <param name="Both">Held-out baskets that hold both sides.</param>
/// <param name="Baskets">All held-out baskets.</param>
/// <param name="Lift">Lift in the held-out baskets; null where a side does not occur there.</param>
public sealed record HoldOut(bool Confirmed, long Both, long Baskets, double? Lift);
