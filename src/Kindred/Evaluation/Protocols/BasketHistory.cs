using Kindred.Domain;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Baskets with who bought them and when, in time order: what protocols over baskets split.</summary>
public sealed class BasketHistory
{
    /// <summary>Puts the baskets in time order; equal times keep the given order.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="unixSeconds">Time of each basket in seconds since 1970-01-01 UTC.</param>
    /// <param name="customers">Row of each basket's customer from 0, −1 for unknown; empty when no customer is known.</param>
    /// <param name="segments">Row of each basket's segment (store, channel) from 0, −1 for unknown; empty when there are none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BasketHistory(BasketSet baskets, ReadOnlySpan<long> unixSeconds, ReadOnlySpan<int> customers = default, ReadOnlySpan<int> segments = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        if (unixSeconds.Length != baskets.Count || (customers.Length != 0 && customers.Length != baskets.Count) || (segments.Length != 0 && segments.Length != baskets.Count))
        {
            throw new ArgumentException(
                $"{baskets.Count} baskets need as many times ({unixSeconds.Length}), and as many customers ({customers.Length}) and segments ({segments.Length}) or none.", nameof(unixSeconds));
        }

        long[] times = unixSeconds.ToArray();
        int[] order = [.. Enumerable.Range(0, baskets.Count).OrderBy(b => times[b])];
        (int[] buyers, int[] groups) = (customers.ToArray(), segments.ToArray());
        Baskets = BasketSet.FromRows(baskets.Products, order.Select(b => baskets[b].ToArray()));
        UnixSeconds = [.. order.Select(b => times[b])];
        Customers = [.. order.Select(b => buyers.Length == 0 ? -1 : buyers[b])];
        Segments = groups.Length == 0 ? [] : Array.ConvertAll(order, b => groups[b]);
    }

    /// <summary>The baskets, oldest first.</summary>
    public BasketSet Baskets { get; }

    /// <summary>Time of each basket, never descending.</summary>
    public IReadOnlyList<long> UnixSeconds { get; }

    /// <summary>Customer row of each basket, −1 for unknown.</summary>
    public IReadOnlyList<int> Customers { get; }

    /// <summary>Segment row of each basket, −1 for unknown; empty when there are none.</summary>
    public IReadOnlyList<int> Segments { get; }

    /// <summary>Whether any customer is known.</summary>
    public bool HasCustomers => Customers.Any(customer => customer >= 0);

    /// <summary>The baskets as users, each with its time and segment.</summary>
    public InteractionData ByBasket() => FirstBaskets(Baskets.Count);

    /// <summary>The customers as users, each with all his products in time order; baskets of unknown customers are left out.</summary>
    /// <remarks>
    /// Products of one basket stand in a random order, so that "the last product" of a customer is any one of his last basket. A customer's segment is that
    /// of his first basket.
    /// </remarks>
    /// <param name="seed">Seed of the order inside baskets.</param>
    /// <exception cref="KindredDataException">No customer is known.</exception>
    public InteractionData ByCustomer(ulong seed = 1)
    {
        if (!HasCustomers)
        {
            throw new KindredDataException("The orders name no customers, which this needs. Import orders with customer ids, or work by basket (basket completion, pair prediction).");
        }

        var builder = new InteractionBuilder(Baskets.Products);
        for (int basket = 0; basket < Baskets.Count; basket++)
        {
            int[] items = Baskets[basket].ToArray();
            new RandomStream(seed, (ulong)basket).Shuffle<int>(items);
            foreach (int item in Customers[basket] >= 0 ? items : [])
            {
                builder.Add(Customers[basket], item, unixSeconds: UnixSeconds[basket]);
            }
        }

        int count = Customers.Max() + 1;
        return builder.Build(count, ordered: true, CustomerSegments(count));
    }

    /// <summary>By customer, the segment of his first basket; empty when there are no segments.</summary>
    internal int[] CustomerSegments(int customers)
    {
        int[] segments = Segments.Count == 0 ? [] : new int[customers];
        Array.Fill(segments, -1);
        for (int basket = Baskets.Count - 1; basket >= 0 && segments.Length > 0; basket--)
        {
            if (Customers[basket] >= 0)
            {
                segments[Customers[basket]] = Segments[basket];
            }
        }

        return segments;
    }

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
        InteractionData.FromBaskets(
            new BasketSet(Baskets.Products, Baskets.Offsets[..(count + 1)].ToArray(), Baskets.Rows[..Baskets.Offsets[count]].ToArray()),
            UnixSeconds.Take(count).ToArray(), Segments.Take(count).ToArray());
}
