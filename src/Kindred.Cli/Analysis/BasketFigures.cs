using Kindred.Report;
using Kindred.Store.Baskets;
using Kindred.Store.Readiness;

namespace Kindred.Cli.Analysis;

/// <summary>What the report says of the baskets: sizes, popularity, orders over time.</summary>
internal static class BasketFigures
{
    private const int PopularityPoints = 100;
    private const int TopProducts = 20;
    private const int MostPeriods = 120;

    public static BasketStatistics Of(LoadedBaskets loaded, CatalogueView catalogue, ReadinessReport readiness)
    {
        ReportProduct[] byPopularity = [.. Enumerable.Range(0, catalogue.Count).Select(row => catalogue[row]).OrderByDescending(p => p.Baskets).ThenBy(p => p.Id, StringComparer.Ordinal)];
        return new BasketStatistics
        {
            Baskets = loaded.Baskets.Count,
            Products = catalogue.Count,
            Occurrences = loaded.Baskets.OccurrenceCount,
            Customers = readiness.Span.Customers > 0 ? readiness.Span.Customers : null,
            Sizes = Sizes(loaded),
            TopProducts = [.. byPopularity.Take(TopProducts)],
            Popularity = [.. LogRanks(byPopularity.Length).Select(rank => new RankCount(rank, byPopularity[rank - 1].Baskets))],
            OrdersOverTime = OverTime(loaded.OrderedAt),
        };
    }

    private static IReadOnlyList<SizeCount> Sizes(LoadedBaskets loaded)
    {
        var sizes = new SortedDictionary<int, long>();
        for (int basket = 0; basket < loaded.Baskets.Count; basket++)
        {
            int size = loaded.Baskets[basket].Length;
            sizes[size] = sizes.GetValueOrDefault(size) + 1;
        }

        return [.. sizes.Where(s => s.Key > 0).Select(s => new SizeCount(s.Key, s.Value))];
    }

    private static IEnumerable<int> LogRanks(int last) => last == 0
        ? []
        : Enumerable.Range(0, PopularityPoints).Select(i => (int)Math.Round(Math.Pow(last, i / (PopularityPoints - 1.0)))).Distinct();

    /// <summary>Orders by day, or by week or month where days would be too many to draw.</summary>
    private static IReadOnlyList<PeriodCount> OverTime(DateTime[]? times)
    {
        DateOnly[] days = [.. (times ?? []).Where(t => t > DateTime.MinValue).Select(DateOnly.FromDateTime)];
        if (days.Length == 0)
        {
            return [];
        }

        int span = days.Max().DayNumber - days.Min().DayNumber;
        Func<DateOnly, DateOnly> period = span <= MostPeriods ? day => day
            : span <= 7 * MostPeriods ? day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7))
            : day => new DateOnly(day.Year, day.Month, 1);
        return [.. days.GroupBy(period).OrderBy(g => g.Key).Select(g => new PeriodCount(g.Key, g.Count()))];
    }
}
