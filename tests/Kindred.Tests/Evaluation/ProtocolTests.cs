using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class ProtocolTests
{
    [Fact]
    public void Basket_completion_hides_known_products_of_later_baskets()
    {
        // Ten baskets given newest first; the two newest are cases. Product 4 is sold only in the newest and cannot be asked for.
        int[][] baskets = [[0, 1, 4], [1, 2, 3], .. Enumerable.Repeat(new[] { 0, 1, 2, 3 }, 8), [2]];
        EvaluationTask task = new BasketCompletion().Create(History(baskets, 5, newestFirst: true));
        Assert.Equal(8, task.Train.UserCount);
        Assert.Equal(2, task.Cases.Count);
        foreach (EvaluationCase question in task.Cases)
        {
            int hidden = Assert.Single(question.Relevant);
            Assert.False(question.Query.Basket.Span.Contains(hidden));
            Assert.False(question.Query.Basket.Span.Contains(4));
            Assert.False(question.Filter.Only!(4));
        }

        Assert.Equal([1, 2], task.Cases.Select(c => c.Query.Basket.Length).Order());
        Assert.Equal(6, task.Tuning!.Train.UserCount);
        Assert.Equal(2, task.Tuning.Cases.Count);
    }

    [Fact]
    public void The_next_basket_is_asked_from_the_earlier_ones_and_may_repeat_them()
    {
        EvaluationTask task = NextBasket.Create(History([[0, 1], [2], [1, 3], [3]], 4, customers: [0, 1, 0, -1]));
        EvaluationCase question = Assert.Single(task.Cases);
        Assert.Equal(0, question.Query.User);
        Assert.Equal([0, 1], question.Query.History.ToArray());
        Assert.Equal([1, 3], question.Relevant);
        Assert.False(question.Filter.ExcludeHistory);
        Assert.Equal(2, task.Train.UserItems.StoredCount);
        Assert.Throws<KindredDataException>(() => NextBasket.Create(History([[0], [1]], 2, customers: [0, 1])));
    }

    [Fact]
    public void Leave_last_out_trains_on_all_but_two_and_asks_with_all_but_one()
    {
        InteractionData data = EvaluatorTests.Data([[0, 1, 2, 3], [2, 1, 2], [3, 0]], 4);
        EvaluationTask task = NextItem.LeaveLastOut(data);
        EvaluationCase question = Assert.Single(task.Cases); // user 1 takes a product again, user 2 has two only
        Assert.Equal([0, 1, 2], question.Query.History.ToArray());
        Assert.Equal([3], question.Relevant);
        Assert.Equal([[0, 1], [2], [3, 0]], Enumerable.Range(0, 3).Select(u => task.Train.Sequence(u).ToArray()));
        Assert.Equal([0, 1], task.Tuning!.Cases[0].Query.History.ToArray());
        Assert.Equal([2], task.Tuning.Cases[0].Relevant);
    }

    [Fact]
    public void A_global_time_split_never_trains_on_the_future()
    {
        InteractionData data = ConformanceData.Build();
        EvaluationTask task = NextItem.GlobalTimeSplit(data, 0.5);
        long latest = Enumerable.Range(0, data.UserCount).SelectMany(u => task.Train.UnixSeconds(u).ToArray()).Max();
        Assert.NotEmpty(task.Cases);
        Assert.All(task.Cases, question =>
        {
            int user = question.Query.User!.Value;
            Assert.True(data.UnixSeconds(user)[question.Query.History.Length] > latest);
            Assert.Equal(task.Train.Sequence(user).ToArray(), question.Query.History.ToArray());
        });
        Assert.NotEmpty(task.Tuning!.Cases);
    }

    [Fact]
    public void Held_out_users_are_unknown_and_their_hidden_products_are_not_shown()
    {
        InteractionData data = ConformanceData.Build();
        EvaluationTask task = new UserHoldOut { HiddenShare = 0.3 }.Create(data);
        Assert.Equal(6, task.Cases.Count);
        Assert.Equal(6, task.Tuning!.Cases.Count);
        Assert.Equal(12, Enumerable.Range(0, data.UserCount).Count(u => task.Train.UserItems.CountInRow(u) == 0));
        Assert.All(task.Cases, question =>
        {
            Assert.Null(question.Query.User);
            Assert.Equal(2, question.Relevant.Length);
            Assert.Empty(question.Relevant.Intersect(question.Query.History.ToArray()));
        });
    }

    [Fact]
    public void Cold_products_have_no_training_and_are_the_only_candidates()
    {
        InteractionData data = ConformanceData.Build();
        EvaluationTask task = new ColdProducts { MinCount = 1 }.Create(data);
        int[] cold = [.. Enumerable.Range(0, data.ItemCount).Where(i => task.Train.ItemUsers.CountInRow(i) == 0)];
        Assert.Equal(4, cold.Length);
        Assert.NotEmpty(task.Cases);
        Assert.All(task.Cases, question =>
        {
            Assert.Subset(cold.ToHashSet(), question.Relevant.ToHashSet());
            Assert.Equal(cold, Enumerable.Range(0, data.ItemCount).Where(question.Filter.Only!));
            Assert.Empty(question.Query.History.ToArray().Intersect(cold));
        });
    }

    private static BasketHistory History(int[][] baskets, int products, bool newestFirst = false, int[]? customers = null)
    {
        long[] times = [.. Enumerable.Range(0, baskets.Length).Select(b => (long)(newestFirst ? baskets.Length - b : b))];
        return new BasketHistory(BasketSet.FromRows(ConformanceData.Products(products), baskets), times, customers);
    }
}
