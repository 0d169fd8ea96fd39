using Kindred.Mining;

namespace Kindred.Tests.Mining;

/// <summary>Itemset counts that at least two independent miners agree on (../shared/PEERS.md, section 1), for every algorithm.</summary>
public class PublishedCountTests
{
    private static readonly MiningAlgorithm[] Algorithms = [MiningAlgorithm.Auto, MiningAlgorithm.Apriori, MiningAlgorithm.Eclat, MiningAlgorithm.FpGrowth, MiningAlgorithm.Lcm];

    private static readonly (string Data, ItemsetKind Kind, int MinCount, long Itemsets)[] Published =
    [
        ("retail", ItemsetKind.Frequent, 441, 580),
        ("retail", ItemsetKind.Frequent, 89, 7_589),
        ("retail", ItemsetKind.Frequent, 45, 19_242),
        ("retail", ItemsetKind.Frequent, 18, 67_186),
        ("retail", ItemsetKind.Frequent, 9, 240_852),
        ("T10I4D100K", ItemsetKind.Frequent, 500, 1_073),
        ("T10I4D100K", ItemsetKind.Frequent, 100, 27_532),
        ("T10I4D100K", ItemsetKind.Frequent, 50, 53_385),
        ("T10I4D100K", ItemsetKind.Frequent, 10, 411_365),
        ("mushroom", ItemsetKind.Frequent, 1625, 53_583),
        ("mushroom", ItemsetKind.Frequent, 813, 574_431),
        ("mushroom", ItemsetKind.Frequent, 407, 3_755_511),
        ("chess", ItemsetKind.Frequent, 2557, 8_227),
        ("chess", ItemsetKind.Frequent, 1918, 254_944),
        ("chess", ItemsetKind.Frequent, 1598, 1_272_932),
        ("chess", ItemsetKind.Frequent, 1279, 6_439_702),
        ("BMS1", ItemsetKind.Frequent, 60, 3_991),
        ("BMS1", ItemsetKind.Frequent, 42, 27_403),
        ("BMS1", ItemsetKind.Frequent, 37, 207_168),
        ("Online Retail", ItemsetKind.Frequent, 400, 391),
        ("Online Retail", ItemsetKind.Frequent, 200, 2_051),
        ("Online Retail", ItemsetKind.Frequent, 100, 19_461),
        ("Online Retail", ItemsetKind.Frequent, 60, 247_575),
        ("Groceries", ItemsetKind.Frequent, 99, 333),
        ("Groceries", ItemsetKind.Frequent, 10, 13_492),
        ("T40q100k", ItemsetKind.Frequent, 1000, 28_957),
        ("T40q100k", ItemsetKind.Frequent, 500, 1_445_348),
        ("retail", ItemsetKind.Closed, 89, 7_572),
        ("retail", ItemsetKind.Maximal, 89, 3_452),
        ("retail", ItemsetKind.Closed, 9, 189_077),
        ("retail", ItemsetKind.Maximal, 9, 75_200),
        ("T10I4D100K", ItemsetKind.Closed, 10, 283_397),
        ("T10I4D100K", ItemsetKind.Maximal, 10, 127_264),
        ("mushroom", ItemsetKind.Closed, 407, 12_843),
        ("mushroom", ItemsetKind.Maximal, 407, 1_442),
        ("chess", ItemsetKind.Closed, 1279, 1_361_157),
        ("chess", ItemsetKind.Maximal, 1279, 38_050),
        ("BMS1", ItemsetKind.Closed, 37, 53_905),
        ("BMS1", ItemsetKind.Maximal, 37, 14_059),
    ];

    public static IEnumerable<TheoryDataRow<string, ItemsetKind, int, MiningAlgorithm, long>> Rows()
    {
        foreach ((string data, ItemsetKind kind, int minCount, long itemsets) in Published)
        {
            foreach (MiningAlgorithm algorithm in Algorithms)
            {
                yield return new(data, kind, minCount, algorithm, itemsets) { Explicit = IsLong(data, kind, minCount, algorithm) };
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Finds_exactly_the_published_number_of_itemsets(string data, ItemsetKind kind, int minCount, MiningAlgorithm algorithm, long itemsets)
    {
        var sink = new CountingSink();
        MiningResult result = ItemsetMining.MineTo(
            RealBaskets.Load(data), sink, new MiningOptions { MinCount = minCount, Kind = kind, Algorithm = algorithm, Threads = 2 });
        Assert.Equal(itemsets, sink.Count);
        Assert.Equal(itemsets, result.Total);
    }

    [Fact]
    public void Groceries_at_one_percent_has_88_products_213_pairs_and_32_triples() =>
        Assert.Equal([0, 88, 213, 32], ItemsetMining.Mine(RealBaskets.Load("Groceries"), new MiningOptions { MinSupport = 0.01, Algorithm = MiningAlgorithm.FpGrowth }).CountByLength);

    [Theory]
    [InlineData("Online Retail", 20_728, 3_829, 520_748)]
    [InlineData("retail", 88_162, 16_470, 908_576)]
    [InlineData("Groceries", 9_835, 169, 43_367)]
    public void The_data_are_the_ones_the_counts_are_published_for(string data, int baskets, int products, int occurrences)
    {
        BasketSet set = RealBaskets.Load(data);
        Assert.Equal((baskets, products, occurrences), (set.Count, set.Products.Count, set.OccurrenceCount));
    }

    /// <summary>Not only the numbers: the itemsets and their counts are the same, compared by a sum of hashes over all of them.</summary>
    [Theory]
    [InlineData("retail", ItemsetKind.Frequent, 45)]
    [InlineData("retail", ItemsetKind.Closed, 45)]
    [InlineData("retail", ItemsetKind.Maximal, 45)]
    [InlineData("mushroom", ItemsetKind.Frequent, 1625)]
    [InlineData("mushroom", ItemsetKind.Closed, 1625)]
    [InlineData("mushroom", ItemsetKind.Maximal, 1625)]
    [InlineData("BMS1", ItemsetKind.Closed, 42)]
    [InlineData("Online Retail", ItemsetKind.Maximal, 100)]
    public void All_algorithms_find_the_same_itemsets(string data, ItemsetKind kind, int minCount)
    {
        BasketSet baskets = RealBaskets.Load(data);
        ulong[] sums = [.. Algorithms.Select(algorithm =>
        {
            var sink = new CountingSink();
            ItemsetMining.MineTo(baskets, sink, new MiningOptions { MinCount = minCount, Kind = kind, Algorithm = algorithm });
            return sink.HashSum;
        })];
        Assert.Single(sums.Distinct());
    }

    // What takes more than a second or two runs with ./test --full.
    private static bool IsLong(string data, ItemsetKind kind, int minCount, MiningAlgorithm algorithm) => data switch
    {
        "T40q100k" => true,
        "retail" or "T10I4D100K" => minCount < 45 && (kind != ItemsetKind.Frequent || algorithm == MiningAlgorithm.Apriori),
        "mushroom" or "chess" => minCount is 407 or 1279 or 1598 && (kind != ItemsetKind.Frequent || algorithm == MiningAlgorithm.Apriori),
        _ => false,
    };

    private sealed class CountingSink : IItemsetSink
    {
        public long Count { get; private set; }

        public ulong HashSum { get; private set; }

        public void Add(ReadOnlySpan<int> rows, int supportCount)
        {
            ulong items = 0;
            foreach (int row in rows)
            {
                items += Mix((ulong)row + 1);
            }

            HashSum += Mix(items + Mix((ulong)supportCount << 32));
            Count++;
        }

        private static ulong Mix(ulong x)
        {
            x = (x ^ (x >> 31)) * 0x7FB5_D329_728E_A185;
            x = (x ^ (x >> 27)) * 0x81DA_DEF4_BC2D_D44D;
            return x ^ (x >> 33);
        }
    }
}
