using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class BasketHistoryTests
{
    // Customer 0 buys in shop 1 first and in shop 0 later; customer 1 once; the last basket is nobody's.
    private static readonly BasketHistory History = new(
        BasketSet.FromRows(ConformanceData.Products(4), [[0, 1], [2], [1, 3], [3]]), [30, 10, 20, 40], customers: [0, 1, 0, -1], segments: [0, 0, 1, 1]);

    [Fact]
    public void Customers_have_all_their_products_in_time_and_the_segment_of_their_first_basket()
    {
        InteractionData data = History.ByCustomer();
        Assert.Equal(2, data.UserCount);
        Assert.Equal([1, 3], data.Sequence(0)[..2].ToArray().Order());
        Assert.Equal([0, 1], data.Sequence(0)[2..].ToArray().Order());
        Assert.Equal([20, 20, 30, 30], data.UnixSeconds(0));
        Assert.Equal([1, 0], data.UserSegments.ToArray());
        Assert.Equal(1, RecommendationQuery.ForUser(data, 0).Segment);
        Assert.Throws<KindredDataException>(() => new BasketHistory(History.Baskets, History.UnixSeconds.ToArray()).ByCustomer());
    }

    [Fact]
    public void Products_of_a_basket_stand_in_any_order_in_the_history_of_its_customer()
    {
        HashSet<int> lasts = [.. Enumerable.Range(1, 20).Select(seed => History.ByCustomer((ulong)seed).Sequence(0)[^1])];
        Assert.Equal([0, 1], lasts.Order());
        Assert.Equal(History.ByCustomer(5).Sequence(0), History.ByCustomer(5).Sequence(0));
    }

    [Fact]
    public void Baskets_have_times_and_segments_but_no_order_also_in_a_part_of_them()
    {
        InteractionData data = History.ByBasket();
        foreach (InteractionData part in new[] { data, InteractionMerge.Select(data, [false, true, true, false]) })
        {
            Assert.True(part.HasTimes && !part.HasOrder);
            Assert.Equal([20, 20], part.UnixSeconds(1));
            Assert.Equal([0, 1, 0, 1], part.UserSegments.ToArray());
        }

        Assert.Throws<KindredDataException>(() => TransitionModel.Train(data, new TransitionOptions(), new TrainingOptions(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Recent_popularity_and_that_of_a_segment_answer_the_questions_of_baskets()
    {
        // Product 0 sold long ago, product 1 now; product 2 in segment 1 alone.
        int[][] baskets = [.. Enumerable.Repeat(new[] { 0, 3 }, 30), .. Enumerable.Repeat(new[] { 1, 3 }, 20), .. Enumerable.Repeat(new[] { 2, 3 }, 10)];
        long[] times = [.. Enumerable.Range(0, 60).Select(b => b < 30 ? 0 : 86_400L * 300)];
        int[] segments = [.. Enumerable.Range(0, 60).Select(b => b < 50 ? 0 : 1)];
        InteractionData data = new BasketHistory(BasketSet.FromRows(ConformanceData.Products(4), baskets), times, segments: segments).ByBasket();
        Assert.Equal(1, Best(new PopularityOptions { HalfLifeDays = 30 }, segment: null));
        Assert.Equal(0, Best(new PopularityOptions(), segment: null));
        Assert.Equal(2, Best(new PopularityOptions { PerSegment = true, Shrink = 1 }, segment: 1));
        Assert.Equal(0, Best(new PopularityOptions { PerSegment = true, Shrink = 1 }, segment: 0));

        int Best(PopularityOptions options, int? segment) => PopularityModel.Train(data, options, new TrainingOptions())
            .Recommend(new RecommendationQuery { Basket = new[] { 3 }, Segment = segment }, 1).Rows[0];
    }

    [Fact]
    public void Fewer_cases_are_a_part_of_all_and_the_tuning_part_shrinks_too()
    {
        EvaluationTask task = NextItem.LeaveLastOut(ConformanceData.Build());
        EvaluationTask part = task.WithCases(5, seed: 1);
        Assert.Equal(5, part.Cases.Count);
        Assert.Equal(5, part.Tuning!.Cases.Count);
        Assert.All(part.Cases, c => Assert.Contains(c, task.Cases));
        Assert.Contains($"5 of the {task.Cases.Count} cases", part.Description, StringComparison.Ordinal);
        Assert.Equal(task.Cases, task.WithCases(1_000_000, seed: 1).Cases);
    }
}
