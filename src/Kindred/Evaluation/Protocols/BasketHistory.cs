using Kindred.Mining;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Baskets with who bought them and when, in time order: what protocols over baskets split.</summary>
public sealed class BasketHistory
{
    /// <summary>Puts the baskets in time order; equal times keep the given order.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="unixSeconds">Time of each basket in seconds since 1970-01-01 UTC.</param>
    /// <param name="customers">Row of each basket's customer from 0, −1 for unknown; empty when no customer is known.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BasketHistory(BasketSet baskets, ReadOnlySpan<long> unixSeconds, ReadOnlySpan<int> customers = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        if (unixSeconds.Length != baskets.Count || (customers.Length != 0 && customers.Length != baskets.Count))
        {
            throw new ArgumentException($"{baskets.Count} baskets need as many times ({unixSeconds.Length}) and as many customers or none ({customers.Length}).", nameof(unixSeconds));
        }

        long[] times = unixSeconds.ToArray();
        int[] order = [.. Enumerable.Range(0, baskets.Count).OrderBy(b => times[b])];
        int[] buyers = customers.ToArray();
        Baskets = BasketSet.FromRows(baskets.Products, order.Select(b => baskets[b].ToArray()));
        UnixSeconds = [.. order.Select(b => times[b])];
        Customers = [.. order.Select(b => buyers.Length == 0 ? -1 : buyers[b])];
    }

    /// <summary>The baskets, oldest first.</summary>
    public BasketSet Baskets { get; }

    /// <summary>Time of each basket, never descending.</summary>
    public IReadOnlyList<long> UnixSeconds { get; }

    /// <summary>Customer row of each basket, −1 for unknown.</summary>
    public IReadOnlyList<int> Customers { get; }

    /// <summary>Number of baskets in the first part of a time split: a share of them, rounded down.</summary>
    internal int CountOfShare(double share)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share of a split lies between 0 and 1.");
        }

        return (int)(share * Baskets.Count);
    }

    /// <summary>The first baskets as interactions, each basket a user.</summary>
    internal InteractionData FirstBaskets(int count) =>
        InteractionData.FromBaskets(new BasketSet(Baskets.Products, Baskets.Offsets[..(count + 1)].ToArray(), Baskets.Rows[..Baskets.Offsets[count]].ToArray()));
}
