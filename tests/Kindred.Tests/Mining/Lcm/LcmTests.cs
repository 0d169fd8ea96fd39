using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining.Lcm;

public class LcmTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Counts that at least two other programs agree on.</summary>
    [Theory]
    [InlineData("retail", 9, 240_852)]
    [InlineData("T10I4D100K", 10, 411_365)]
    [InlineData("mushroom", 407, 3_755_511)]
    [InlineData("chess", 1279, 6_439_702)]
    [InlineData("BMS1_renumbered", 37, 207_168)]
    [InlineData("T40q100k", 1000, 28_957)]
    public void Published_counts(string name, int minCount, long total)
    {
        BasketSet baskets = BasketFile.Read(SharedData.Require($"fimi/{name}.dat.gz"), cancellationToken: Token);
        Assert.Equal(total, ItemsetMining.Mine(baskets, new MiningOptions { MinCount = minCount, Algorithm = MiningAlgorithm.Lcm, CountOnly = true }, null, Token).Total);
    }

    [Theory]
    [InlineData("retail", 89, 7_572, 3_452)]
    [InlineData("retail", 9, 189_077, 75_200)]
    [InlineData("T10I4D100K", 10, 283_397, 127_264)]
    [InlineData("mushroom", 407, 12_843, 1_442)]
    [InlineData("chess", 1279, 1_361_157, 38_050)]
    [InlineData("BMS1_renumbered", 37, 53_905, 14_059)]
    public void Published_closed_and_maximal_counts(string name, int minCount, long closed, long maximal)
    {
        BasketSet baskets = BasketFile.Read(SharedData.Require($"fimi/{name}.dat.gz"), cancellationToken: Token);
        var options = new MiningOptions { MinCount = minCount, Algorithm = MiningAlgorithm.Lcm, CountOnly = true };
        Assert.Equal(closed, ItemsetMining.Mine(baskets, options with { Kind = ItemsetKind.Closed }, null, Token).Total);
        Assert.Equal(maximal, ItemsetMining.Mine(baskets, options with { Kind = ItemsetKind.Maximal }, null, Token).Total);
    }

    [Fact]
    public void The_table_and_its_order_do_not_depend_on_the_number_of_threads()
    {
        BasketSet baskets = BasketFile.Read(SharedData.Require("fimi/mushroom.dat.gz"), cancellationToken: Token);
        ItemsetTable[] tables = [.. new[] { 1, 2, 5 }.Select(t => ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 1625, Algorithm = MiningAlgorithm.Lcm, Threads = t }, null, Token).Itemsets!)];
        Assert.Equal(53_583, tables[0].Count);
        for (int i = 0; i < tables[0].Count; i++)
        {
            Assert.True(tables.All(t => t.Items(i).SequenceEqual(tables[0].Items(i)) && t.SupportCount(i) == tables[0].SupportCount(i)));
        }
    }

    [Fact]
    public void Cancelling_stops_a_run_that_would_take_very_long()
    {
        BasketSet baskets = BasketFile.Read(SharedData.Require("fimi/T40q100k.dat.gz"), cancellationToken: Token);
        using var cancel = new CancellationTokenSource();
        var sink = new CancelAfter(1000, cancel);
        Assert.Throws<OperationCanceledException>(() => ItemsetMining.MineTo(baskets, sink, new MiningOptions { MinCount = 2, Threads = 2 }, null, cancel.Token));
    }

    private sealed class CancelAfter(int itemsets, CancellationTokenSource cancel) : IItemsetSink
    {
        private int _seen;

        public void Add(ReadOnlySpan<int> rows, int supportCount)
        {
            if (++_seen == itemsets)
            {
                cancel.Cancel();
            }
        }
    }
}
