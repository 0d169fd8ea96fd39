using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>A part of the year in which demand keeps one shape.</summary>
internal enum Season
{
    /// <summary>No part in particular.</summary>
    Any,

    /// <summary>25 December to 28 or 29 February.</summary>
    Winter,

    /// <summary>March to May.</summary>
    Spring,

    /// <summary>June to August.</summary>
    Summer,

    /// <summary>September: back to school.</summary>
    School,

    /// <summary>October to 14 November.</summary>
    Autumn,

    /// <summary>15 November to 24 December: presents.</summary>
    Gift,
}

/// <summary>When orders come: seasons, weekdays and hours.</summary>
internal sealed class ShopCalendar
{
    // Relative orders of each hour of the day: a quiet night, a lunch bump and a long evening.
    private static readonly int[] HourWeights = [6, 3, 2, 1, 1, 3, 9, 18, 30, 40, 46, 48, 52, 50, 46, 44, 44, 46, 52, 62, 70, 68, 48, 20];

    private static readonly double[] WeekdayWeights = [1.20, 0.92, 0.90, 0.92, 0.95, 1.05, 1.22];

    private readonly DateTime _firstDay;
    private readonly Season[] _seasons;
    private readonly long[] _dayStart;

    public ShopCalendar(ShopOptions options)
    {
        _firstDay = options.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        _seasons = new Season[options.Days];
        var total = new double[options.Days + 1];
        var random = new RandomStream(options.Seed, (ulong)Salt.Calendar);
        for (int day = 0; day < options.Days; day++)
        {
            DateTime date = _firstDay.AddDays(day);
            _seasons[day] = SeasonOf(date);
            double weight = (_seasons[day] == Season.Gift ? 1.6 : 1) * WeekdayWeights[(int)date.DayOfWeek] * (0.9 + (0.2 * random.NextDouble()));
            total[day + 1] = total[day] + weight;
        }

        _dayStart = [.. total.Select(t => (long)(options.Orders * (t / total[^1])))];
        _dayStart[^1] = options.Orders;
    }

    /// <summary>Share of all orders that falls into each season; shape (number of seasons).</summary>
    public double[] SeasonShares()
    {
        var shares = new double[Enum.GetValues<Season>().Length];
        for (int day = 0; day < _seasons.Length; day++)
        {
            shares[(int)_seasons[day]] += (_dayStart[day + 1] - _dayStart[day]) / (double)_dayStart[^1];
        }

        return shares;
    }

    public Season SeasonOfDay(int day) => _seasons[day];

    public DateTime Date(int day) => _firstDay.AddDays(day);

    /// <summary>The day on which order number <paramref name="order"/> falls: the last that starts at or before it.</summary>
    public int DayOf(long order)
    {
        int found = Array.BinarySearch(_dayStart, order);
        int day = found >= 0 ? found : ~found - 1;
        while (_dayStart[day + 1] <= order)
        {
            day++;
        }

        return day;
    }

    /// <summary>The second at which an order of a day comes: the day's orders share it out in equal quantiles, so times ascend.</summary>
    public DateTime TimeOf(long order, int day, double jitter)
    {
        double quantile = (order - _dayStart[day] + jitter) / (_dayStart[day + 1] - _dayStart[day]);
        double mass = quantile * HourWeights.Sum();
        int hour = 0;
        while (hour < 23 && mass >= HourWeights[hour])
        {
            mass -= HourWeights[hour++];
        }

        int second = Math.Min(3599, (int)(3600 * mass / HourWeights[hour]));
        return Date(day).AddSeconds((3600 * hour) + second);
    }

    internal static Season SeasonOf(DateTime date) => (date.Month, date.Day) switch
    {
        (12, >= 25) or ( <= 2, _) => Season.Winter,
        ( <= 5, _) => Season.Spring,
        ( <= 8, _) => Season.Summer,
        (9, _) => Season.School,
        (10, _) or (11, < 15) => Season.Autumn,
        _ => Season.Gift,
    };
}
