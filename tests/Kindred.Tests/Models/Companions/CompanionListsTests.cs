using Kindred.Domain;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models.Companions;

public class CompanionListsTests
{
    [Fact]
    public void Companions_come_out_as_worked_by_hand()
    {
        // Ten baskets: a and b together in 3 of them (a in 3, b in 4), a and c in 1 (c in 1).
        InteractionData baskets = Baskets(3, [[0, 1], [0, 1], [0, 1, 2], [1], [], [], [], [], [], []]);
        var definition = new CompanionDefinition { MinPairCount = 2, MinLift = 2 };
        SparseMatrix lists = CompanionLists.Find(baskets, definition, new TrainingOptions(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([1], lists.Columns(0).ToArray()); // c meets a only once
        Assert.Equal(3 * Math.Log(3 * 10 / (3.0 * 4)), lists.Values(0)[0], 1e-6);
        Assert.Equal([0], lists.Columns(1).ToArray());
        Assert.Equal(0, lists.CountInRow(2));
    }

    [Fact]
    public void The_strongest_are_kept_and_only_what_is_asked_for_is_found()
    {
        InteractionData baskets = Baskets(4, [[0, 1, 2], [0, 1, 2], [0, 1], [3], [3], [3], [3], [3], [3], [3]]);
        var definition = new CompanionDefinition { MinPairCount = 1, MinLift = 1.5, MaxCompanions = 1 };
        SparseMatrix lists = CompanionLists.Find(baskets, definition, new TrainingOptions(), i => i == 0, i => i != 1, TestContext.Current.CancellationToken);
        Assert.Equal([2], lists.Columns(0).ToArray()); // 1 would be stronger, but is no candidate
        Assert.Equal(1, lists.StoredCount);
        Assert.Equal([1], CompanionLists.Find(baskets, definition, new TrainingOptions(), cancellation: TestContext.Current.CancellationToken).Columns(0).ToArray());
    }

    [Fact]
    public void Random_baskets_give_what_counting_pair_by_pair_gives()
    {
        var random = new RandomStream(5);
        int[][] rows = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 12).Where(_ => random.NextInt(4) == 0).ToArray())];
        var definition = new CompanionDefinition { MinPairCount = 3, MinLift = 1.05, MaxCompanions = 4 };
        SparseMatrix lists = CompanionLists.Find(Baskets(12, rows), definition, new TrainingOptions { Threads = 3 }, cancellation: TestContext.Current.CancellationToken);
        for (int a = 0; a < 12; a++)
        {
            Assert.Equal(PairByPair(rows, a, definition), lists.Columns(a).ToArray());
        }

        Assert.NotEqual(0, lists.StoredCount);
    }

    [Fact]
    public void Limits_outside_their_ranges_are_refused_all_at_once()
    {
        var wrong = new CompanionDefinition { MinPairCount = 0, MinLift = 1 };
        KindredDataException refusal = Assert.Throws<KindredDataException>(() => CompanionLists.Find(Baskets(1, [[0]]), wrong, new TrainingOptions()));
        Assert.Contains("min-pair-count", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("min-lift", refusal.Message, StringComparison.Ordinal);
    }

    internal static InteractionData Baskets(int products, int[][] rows) =>
        InteractionData.FromBaskets(BasketSet.FromRows(new Vocabulary(Enumerable.Range(0, products).Select(i => $"p{i}")), rows));

    private static int[] PairByPair(int[][] baskets, int a, CompanionDefinition definition)
    {
        int Count(params int[] items) => baskets.Count(b => items.All(b.Contains));
        return [.. Enumerable.Range(0, 12).Where(b => b != a)
            .Select(b => (Row: b, Both: Count(a, b), Lift: (double)Count(a, b) * baskets.Length / (Count(a) * Count(b))))
            .Where(p => p.Both >= definition.MinPairCount && p.Lift >= definition.MinLift)
            .OrderByDescending(p => p.Both * Math.Log(p.Lift)).Take(definition.MaxCompanions).Select(p => p.Row).Order()];
    }
}
