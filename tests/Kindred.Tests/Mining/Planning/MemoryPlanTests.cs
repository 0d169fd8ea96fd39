using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining.Planning;

public class MemoryPlanTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void A_plan_that_does_not_fit_names_a_threshold_that_does()
    {
        BasketSet baskets = Mushroom();
        var options = new MiningOptions { MinCount = 813, MemoryLimitBytes = 3 << 20 };
        MiningMemoryException e = Assert.Throws<MiningMemoryException>(() => ItemsetMining.Mine(baskets, options, null, Token));
        Assert.NotNull(e.FittingMinCount);
        ItemsetTable table = ItemsetMining.Mine(baskets, options with { MinCount = e.FittingMinCount }, null, Token).Itemsets!;
        Assert.InRange(table.Bytes, 1, 3 << 20);
        Assert.InRange(table.Count, 5_000, 100_000);
    }

    [Fact]
    public void Streaming_does_not_mind_the_limit()
    {
        var sink = new Counter();
        ItemsetMining.MineTo(Mushroom(), sink, new MiningOptions { MinCount = 813, MemoryLimitBytes = 1 << 20, Threads = 2 }, null, Token);
        Assert.Equal(574_431, sink.Count);
    }

    [Fact]
    public void A_table_over_its_limit_stops_growing()
    {
        var table = new ItemsetTable(1, limitBytes: 4096);
        Assert.Throws<MiningMemoryException>(() => Enumerable.Range(0, 10_000).ToList().ForEach(i => table.Add([i], 1)));
        Assert.InRange(table.Count, 100, 1000);
    }

    private static BasketSet Mushroom() => BasketFile.Read(SharedData.Require("fimi/mushroom.dat.gz"), cancellationToken: Token);

    private sealed class Counter : IItemsetSink
    {
        public long Count { get; private set; }

        public void Add(ReadOnlySpan<int> rows, int supportCount) => Count++;
    }
}
