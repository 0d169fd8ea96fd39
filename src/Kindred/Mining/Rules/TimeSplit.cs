namespace Kindred.Mining.Rules;

/// <summary>Baskets cut at a moment: rules are found in the earlier part and confirmed in the later.</summary>
/// <param name="Discovery">Baskets before <paramref name="Boundary"/>, in their old order.</param>
/// <param name="HoldOut">Baskets at or after it.</param>
/// <param name="Boundary">The time of the first held-out basket (UTC).</param>
/// <param name="DiscoveryWindow">When the discovery baskets were bought.</param>
/// <param name="HoldOutWindow">When the held-out baskets were bought.</param>
public sealed record TimeSplit(BasketSet Discovery, BasketSet HoldOut, DateTime Boundary, TimeWindow DiscoveryWindow, TimeWindow HoldOutWindow)
{
    /// <summary>Cuts baskets so that about a fraction of them comes before the boundary. Baskets of one moment stay together, in the later part.</summary>
    /// <param name="baskets">All baskets, in any order.</param>
    /// <param name="times">The time of each basket (UTC), as many as there are baskets.</param>
    /// <param name="fraction">The discovery share, more than 0 and less than 1.</param>
    /// <returns>The split, or null where one part would be empty: no baskets, or all of one moment.</returns>
    /// <exception cref="ArgumentException">There are not as many times as baskets.</exception>
    public static TimeSplit? Create(BasketSet baskets, ReadOnlySpan<DateTime> times, double fraction = 0.8)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        if (times.Length != baskets.Count)
        {
            throw new ArgumentException($"There are {baskets.Count} baskets but {times.Length} times.", nameof(times));
        }

        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The discovery share is more than 0 and less than 1.");
        }

        DateTime[] sorted = times.ToArray();
        Array.Sort(sorted);
        if (sorted.Length == 0 || sorted[0] == sorted[^1])
        {
            return null;
        }

        DateTime boundary = sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(fraction * sorted.Length))];
        boundary = boundary == sorted[0] ? Array.Find(sorted, time => time > sorted[0]) : boundary;
        (BasketSet discovery, DateTime[] early) = Part(baskets, times, time => time < boundary);
        (BasketSet holdOut, DateTime[] late) = Part(baskets, times, time => time >= boundary);
        return new TimeSplit(discovery, holdOut, boundary, TimeWindow.Of(early)!.Value, TimeWindow.Of(late)!.Value);
    }

    private static (BasketSet Baskets, DateTime[] Times) Part(BasketSet baskets, ReadOnlySpan<DateTime> times, Predicate<DateTime> belongs)
    {
        List<int> offsets = [0];
        List<int> rows = [];
        List<DateTime> kept = [];
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            if (belongs(times[basket]))
            {
                rows.AddRange(baskets[basket]);
                offsets.Add(rows.Count);
                kept.Add(times[basket]);
            }
        }

        return (new BasketSet(baskets.Products, [.. offsets], [.. rows]), [.. kept]);
    }
}
