using Kindred.Domain;
using Kindred.Mining;

namespace Kindred.Tests.Mining.Planning;

public class MiningOptionsTests
{
    [Theory]
    [InlineData(0.07, 100, 7)] // 0.07 × 100 is 7.000000000000001 in binary
    [InlineData(0.29, 100, 29)]
    [InlineData(0.01, 9_835, 99)]
    [InlineData(0.005, 88_162, 441)]
    [InlineData(1.0, 12, 12)]
    [InlineData(1e-12, 50, 1)]
    [InlineData(0.5, 3, 2)]
    public void A_fraction_means_the_ceiling_of_its_share_of_all_baskets(double support, int baskets, int count) =>
        Assert.Equal(count, new MiningOptions { MinSupport = support }.ResolveMinCount(baskets));

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var options = new MiningOptions { MinCount = 0, MinSupport = 1.5, MaxLength = 0, Threads = -1, MustContain = [1], MustNotContain = [1] };
        Assert.Equal(6, options.Problems().Count);
        Assert.Empty(new MiningOptions { MinCount = 1 }.Problems());
        Assert.NotEmpty(new MiningOptions().Problems());
    }

    [Fact]
    public void A_product_row_out_of_range_is_refused()
    {
        BasketSet baskets = BasketSet.FromRows(new Vocabulary(["a", "b"]), [[0, 1]]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 1, MustNotContain = [2] }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("row 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_in_every_basket_is_kept_and_the_empty_set_is_not_counted()
    {
        BasketSet baskets = BasketSet.FromRows(new Vocabulary(["a", "b", "c"]), [[0, 1, 1], [0], [0, 2, 1]]);
        MiningResult result = ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 2 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 2, 1], result.CountByLength);
        Assert.Equal(3, result.Itemsets!.Count);
    }

    [Fact]
    public void Excluded_products_are_in_no_itemset()
    {
        BasketSet baskets = BasketSet.FromRows(new Vocabulary(["a", "b", "c"]), [[0, 1, 2], [0, 1, 2]]);
        MiningResult result = ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 2, MustNotContain = [1] }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 2, 1], result.CountByLength);
    }
}
