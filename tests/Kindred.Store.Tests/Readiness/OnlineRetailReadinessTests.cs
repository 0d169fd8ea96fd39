using Kindred.Mining;
using Kindred.Store.Queries;
using Kindred.Store.Readiness;
using Kindred.Store.Tests.Cleaning;

namespace Kindred.Store.Tests.Readiness;

/// <summary>The check on real, cleaned orders against plain SQL and against mining itself.</summary>
[Collection(OnlineRetailCollection.Name)]
public sealed class OnlineRetailReadinessTests(CleanedOnlineRetail data)
{
    [Fact]
    public void Counts_agree_with_plain_sql()
    {
        OrderBook book = data.Get().Book;
        ReadinessReport report = ReadinessCheck.Run(book.Workspace);

        Assert.Equal(book.Count("SELECT count(DISTINCT order_id) FROM clean_lines"), report.Baskets.Baskets);
        Assert.Equal(book.Count("SELECT count(*) FROM (SELECT DISTINCT order_id, product_id FROM clean_lines)"), report.Baskets.Occurrences);
        Assert.Equal(
            book.Count("SELECT count(*) FROM (SELECT product_id FROM clean_lines GROUP BY 1 HAVING count(DISTINCT order_id) < 5)"), report.Popularity.ColdProducts);
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0), report.Span.First);
        Assert.Equal(1, report.Popularity.Head.SalesShare + report.Popularity.Torso.SalesShare + report.Popularity.Tail.SalesShare, 1e-9);
        Assert.InRange(report.Popularity.Head.SalesShare, 0.33, 0.34);
        Assert.Equal(report.Baskets.Baskets, report.Baskets.Sizes.Sum(s => s.Baskets));
        Assert.Equal(Verdict.Yes, report.Capabilities.Single(c => c.Id == "rules").Verdict);
        Assert.Equal(Verdict.Yes, report.Capabilities.Single(c => c.Id == "personal").Verdict);
        Assert.Equal(Verdict.No, report.Capabilities.Single(c => c.Id == "categories").Verdict);
        double?[] lifts = [.. report.Power.Pairs.Select(p => p.SmallestLift)];
        Assert.True(lifts[0] < lifts[1] && lifts[1] < lifts[2], string.Join(" < ", lifts));
        TestContext.Current.TestOutputHelper!.WriteLine(System.Text.Json.JsonSerializer.Serialize(report, Kindred.Store.Cleaning.CleaningJson.Options));
    }

    [Fact]
    public void Predicted_itemsets_are_within_a_factor_of_three_and_costs_grow_with_them()
    {
        OrderBook book = data.Get().Book;
        ReadinessReport report = ReadinessCheck.Run(book.Workspace);
        var store = new CancellableQueries(book.Workspace.Connection, CancellationToken.None);
        Profiles.Build(store);
        BasketSet baskets = BasketSample.Load(store, int.MaxValue);
        IReadOnlyList<MiningForecast> forecasts = report.Costs.Mining;

        Assert.InRange(forecasts.Count, 4, 8);
        foreach (MiningForecast forecast in forecasts.Where(f => f.Itemsets < 300_000))
        {
            long mined = ItemsetMining.Mine(baskets, new MiningOptions { MinCount = (int)forecast.MinCount, CountOnly = true }).Total;
            Assert.InRange(forecast.Itemsets / mined, 1 / 3.0, 3);
        }

        Assert.Equal(forecasts.OrderByDescending(f => f.MinCount), forecasts);
        Assert.Equal(forecasts.OrderBy(f => f.Itemsets), forecasts);
        Assert.Equal(forecasts.OrderBy(f => f.Seconds), forecasts);
        Assert.Equal(forecasts.OrderBy(f => f.MemoryMb), forecasts);
        Assert.Contains(forecasts, f => f.MinCount == report.Costs.SuggestedMinCount && f.Itemsets <= 1_000_000);
        Assert.Equal(["import", "clean"], report.Costs.Stages.Select(s => s.Stage));
    }

    [Fact]
    public void A_sample_predicts_what_all_baskets_give_within_a_factor_of_three()
    {
        OrderBook book = data.Get().Book;
        CostForecast all = ReadinessCheck.Run(book.Workspace).Costs;
        CostForecast sampled = ReadinessCheck.Run(book.Workspace, new ReadinessOptions { SampleOccurrences = 100_000 }).Costs;

        Assert.InRange(sampled.SampledShare, 0.15, 0.25);
        MiningForecast[] pairs = [.. sampled.Mining.Where(m => m.MinSupport >= 0.01)];
        Assert.NotEmpty(pairs);
        foreach (MiningForecast few in pairs)
        {
            MiningForecast many = all.Mining.MinBy(m => Math.Abs(m.MinCount - few.MinCount))!;
            Assert.InRange(few.Itemsets / many.Itemsets, 1 / 3.0, 3);
        }
    }
}
