using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Tests.Models.Companions;

namespace Kindred.Tests.Evaluation.Cold;

public class ColdSplitTests
{
    private static readonly string?[] Titles = [.. Enumerable.Range(0, 12).Select(i => i == 11 ? null : $"product {i}")];

    [Fact]
    public void Cold_products_leave_every_basket_and_the_titles_and_the_baskets_stay()
    {
        InteractionData all = Baskets();
        ColdSplit split = Split(all, 1);
        int[] cold = [.. Enumerable.Range(0, 11).Where(i => !split.IsWarm(i))];
        Assert.Equal(5, cold.Length); // half of the eleven that have a title
        Assert.Equal(all.UserCount, split.Train.UserCount);
        Assert.All(cold, row => Assert.Equal((0, null), (split.Train.ItemUsers.CountInRow(row), split.Titles[row])));
        Assert.False(split.IsWarm(11));
        Assert.Equal(0, split.Train.ItemUsers.CountInRow(11));
        Assert.All(Enumerable.Range(0, 12).Where(split.IsWarm), row => Assert.Equal(all.ItemUsers.Columns(row).ToArray(), split.Train.ItemUsers.Columns(row).ToArray()));
    }

    [Fact]
    public void True_companions_are_the_warm_ones_counted_in_all_baskets()
    {
        InteractionData all = Baskets();
        ColdSplit split = Split(all, 1);
        SparseMatrix companions = CompanionLists.Find(all, Options(), new TrainingOptions(), cancellation: TestContext.Current.CancellationToken);
        Assert.NotEmpty(split.Cases);
        Assert.All(split.Cases, c =>
        {
            Assert.False(split.IsWarm(c.Row));
            Assert.Equal(Titles[c.Row], c.Title);
            Assert.Equal(companions.Columns(c.Row).ToArray().Where(split.IsWarm), c.Companions);
        });
    }

    [Fact]
    public void The_same_seed_draws_the_same_products_and_another_one_others()
    {
        InteractionData all = Baskets();
        int[] Cold(ulong seed) => [.. Enumerable.Range(0, 12).Where(i => !Split(all, seed).IsWarm(i))];
        Assert.Equal(Cold(1), Cold(1));
        Assert.NotEqual(Cold(1), Cold(2));
    }

    private static ColdOptions Options() => new() { ProductShare = 0.5, MinBaskets = 2, MinPairCount = 2, MinLift = 1.01, MinCompanions = 1 };

    private static ColdSplit Split(InteractionData all, ulong seed) => ColdSplit.Create(all, Titles, Options(), seed, cancellation: TestContext.Current.CancellationToken);

    private static InteractionData Baskets()
    {
        var random = new RandomStream(9);
        return CompanionListsTests.Baskets(12, [.. Enumerable.Range(0, 80).Select(_ => Enumerable.Range(0, 12).Where(_ => random.NextInt(3) == 0).ToArray())]);
    }
}
