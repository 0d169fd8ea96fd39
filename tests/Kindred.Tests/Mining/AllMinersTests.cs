using CsCheck;
using Kindred.Domain;
using Kindred.Mining;

namespace Kindred.Tests.Mining;

/// <summary>Every algorithm against brute force and against itself, on random data and on the cases known to go wrong.</summary>
public class AllMinersTests
{
    public static TheoryData<MiningAlgorithm> Algorithms => [.. Enum.GetValues<MiningAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Finds_what_brute_force_finds(MiningAlgorithm algorithm) =>
        Gen.Select(RandomBaskets.Gen, RandomBaskets.Options).Sample(
            (baskets, options) =>
            {
                MiningResult result = ItemsetMining.Mine(baskets, options with { Algorithm = algorithm, Threads = 2 });
                string[] expected = BruteForceMiner.Mine(baskets, options);
                Assert.Equal(expected, BruteForceMiner.Texts(result.Itemsets!));
                Assert.Equal(expected.Length, result.Total);
            },
            iter: 500);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Counts_what_it_would_list(MiningAlgorithm algorithm) =>
        Gen.Select(RandomBaskets.Gen, RandomBaskets.Options).Sample(
            (baskets, options) =>
            {
                MiningResult counted = ItemsetMining.Mine(baskets, options with { Algorithm = algorithm, Threads = 2, CountOnly = true });
                Assert.Null(counted.Itemsets);
                Assert.Equal(CountByLength(BruteForceMiner.Mine(baskets, options)), counted.CountByLength);
            },
            iter: 200);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Gives_the_same_itemsets_in_the_same_order_whatever_the_threads(MiningAlgorithm algorithm) =>
        Gen.Select(RandomBaskets.Gen, RandomBaskets.Options).Sample(
            (baskets, options) =>
            {
                MiningOptions asked = options with { Algorithm = algorithm };
                string[] one = InOrder(ItemsetMining.Mine(baskets, asked with { Threads = 1 }).Itemsets!);
                Assert.Equal(one, InOrder(ItemsetMining.Mine(baskets, asked with { Threads = 3 }).Itemsets!));
            },
            iter: 200);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Kinds_nest_and_support_never_rises_with_length(MiningAlgorithm algorithm) =>
        Gen.Select(RandomBaskets.Gen, Gen.Int[1, 6]).Sample(
            (baskets, minCount) =>
            {
                Dictionary<string, int> frequent = Supports(Mine(ItemsetKind.Frequent));
                HashSet<string> closed = [.. BruteForceMiner.Texts(Mine(ItemsetKind.Closed))];
                Assert.Subset(frequent.Select(pair => $"{pair.Key}:{pair.Value}").ToHashSet(), closed);
                Assert.Subset(closed, BruteForceMiner.Texts(Mine(ItemsetKind.Maximal)).ToHashSet());
                foreach ((string set, int count) in frequent)
                {
                    string[] rows = set.Split(' ');
                    Assert.All(rows.Length > 1 ? rows : [], row => Assert.True(frequent[string.Join(' ', rows.Where(r => r != row))] >= count));
                }

                ItemsetTable Mine(ItemsetKind kind) =>
                    ItemsetMining.Mine(baskets, new MiningOptions { MinCount = minCount, Kind = kind, Algorithm = algorithm }).Itemsets!;
            },
            iter: 200);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_product_in_every_basket_is_kept(MiningAlgorithm algorithm)
    {
        BasketSet baskets = RandomBaskets.Of([0, 1], [0, 2], [0, 1, 2]);
        Assert.Equal(["0 1 2:1", "0 1:2", "0 2:2", "0:3", "1 2:1", "1:2", "2:2"], Mine(baskets, algorithm, ItemsetKind.Frequent, 1));
        Assert.Equal(["0 1:2", "0 2:2", "0:3"], Mine(baskets, algorithm, ItemsetKind.Closed, 2));
        Assert.Equal(["0 1:2", "0 2:2"], Mine(baskets, algorithm, ItemsetKind.Maximal, 2));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_product_listed_twice_in_a_basket_counts_once(MiningAlgorithm algorithm) =>
        Assert.Equal(["3:2"], Mine(RandomBaskets.Of([3, 3, 5], [3, 3, 3]), algorithm, ItemsetKind.Frequent, 2));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void No_baskets_and_empty_baskets_have_no_itemsets(MiningAlgorithm algorithm)
    {
        foreach (ItemsetKind kind in Enum.GetValues<ItemsetKind>())
        {
            Assert.Empty(Mine(RandomBaskets.Of(), algorithm, kind, 1));
            Assert.Empty(Mine(RandomBaskets.Of([], []), algorithm, kind, 1));
            Assert.Empty(Mine(BasketSet.FromRows(new Vocabulary([]), [[], []]), algorithm, kind, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void One_basket_has_every_subset_and_one_closed_set(MiningAlgorithm algorithm)
    {
        BasketSet baskets = RandomBaskets.Of([.. Enumerable.Range(0, RandomBaskets.ProductCount)]);
        Assert.Equal((1 << RandomBaskets.ProductCount) - 1, Mine(baskets, algorithm, ItemsetKind.Frequent, 1).Length);
        Assert.Equal(["0 1 2 3 4 5 6 7 8 9 10:1"], Mine(baskets, algorithm, ItemsetKind.Closed, 1));
        Assert.Equal(["0 1 2 3 4 5 6 7 8 9 10:1"], Mine(baskets, algorithm, ItemsetKind.Maximal, 1));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Identical_baskets_have_one_closed_set(MiningAlgorithm algorithm)
    {
        BasketSet baskets = RandomBaskets.Of([.. Enumerable.Repeat<int[]>([1, 4, 7], 70)]);
        Assert.Equal(["1 4 7:70", "1 4:70", "1 7:70", "1:70", "4 7:70", "4:70", "7:70"], Mine(baskets, algorithm, ItemsetKind.Frequent, 70));
        Assert.Equal(["1 4 7:70"], Mine(baskets, algorithm, ItemsetKind.Closed, 2));
        Assert.Empty(Mine(baskets, algorithm, ItemsetKind.Closed, 71));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_cancelled_run_stops(MiningAlgorithm algorithm)
    {
        BasketSet baskets = RandomBaskets.Of([0, 1], [0, 1]);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 1, Algorithm = algorithm }, null, new CancellationToken(canceled: true)));
    }

    private static string[] Mine(BasketSet baskets, MiningAlgorithm algorithm, ItemsetKind kind, int minCount) =>
        BruteForceMiner.Texts(ItemsetMining.Mine(baskets, new MiningOptions { MinCount = minCount, Algorithm = algorithm, Kind = kind }).Itemsets!);

    private static string[] InOrder(ItemsetTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => BruteForceMiner.Text(table.Items(i).ToArray(), table.SupportCount(i)))];

    private static Dictionary<string, int> Supports(ItemsetTable table) =>
        Enumerable.Range(0, table.Count).ToDictionary(i => string.Join(' ', table.Items(i).ToArray()), table.SupportCount);

    private static long[] CountByLength(string[] itemsets)
    {
        long[] counts = new long[1 + itemsets.Select(Length).DefaultIfEmpty().Max()];
        foreach (string itemset in itemsets)
        {
            counts[Length(itemset)]++;
        }

        return counts;

        static int Length(string itemset) => itemset.Split(' ').Length;
    }
}
