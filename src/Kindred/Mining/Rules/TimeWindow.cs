namespace Kindred.Mining.Rules;

/// <summary>When the baskets were bought.</summary>
/// <param name="From">The first basket's time (UTC).</param>
/// <param name="To">The last basket's time (UTC), included.</param>
public readonly record struct TimeWindow(DateTime From, DateTime To)
{
    /// <summary>The window of baskets with these times; null where there is none.</summary>
    public static TimeWindow? Of(ReadOnlySpan<DateTime> times)
    {
        if (times.IsEmpty)
        {
            return null;
        }

        (DateTime from, DateTime to) = (times[0], times[0]);
        foreach (DateTime time in times)
        {
            from = time < from ? time : from;
            to = time > to ? time : to;
        }

        return new TimeWindow(from, to);
    }
}
