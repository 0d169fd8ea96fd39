using CsCheck;
using Kindred.Mining;
using Kindred.Mining.TopN;

namespace Kindred.Tests.Mining;

public class TopItemsetsTests
{
    [Fact]
    public void Finds_the_first_of_all_itemsets_in_the_documented_order() =>
        Gen.Select(RandomBaskets.Gen, Gen.Int[1, 60], Gen.Int[1, 4], Gen.Int[0, 3], Gen.Bool).Sample(
            (baskets, count, minLength, more, closed) =>
            {
                ItemsetKind kind = closed ? ItemsetKind.Closed : ItemsetKind.Frequent;
                int? maxLength = more == 3 ? null : minLength + more;
                var options = new TopItemsetOptions { Count = count, Kind = kind, MinLength = minLength, MaxLength = maxLength, MustNotContain = [4] };
                string[] found = InOrder(TopItemsets.Mine(baskets, options));
                string[] all = BruteForceMiner.Mine(baskets, new MiningOptions { MinCount = 1, Kind = kind, MaxLength = maxLength, MustNotContain = [4] });
                Assert.Equal(Sorted(all).Where(itemset => Rows(itemset).Length >= minLength).Take(count), found);
            },
            iter: 1000);

    [Theory]
    [InlineData(ItemsetKind.Frequent, 1)]
    [InlineData(ItemsetKind.Frequent, 2)]
    [InlineData(ItemsetKind.Closed, 3)]
    public void On_real_data_they_are_the_best_of_what_a_threshold_gives(ItemsetKind kind, int minLength)
    {
        BasketSet baskets = RealBaskets.Load("Groceries");
        ItemsetTable top = TopItemsets.Mine(baskets, new TopItemsetOptions { Count = 300, Kind = kind, MinLength = minLength });
        int least = top.SupportCount(299);
        string[] all = BruteForceMiner.Texts(ItemsetMining.Mine(baskets, new MiningOptions { MinCount = least, Kind = kind }).Itemsets!);
        Assert.Equal(Sorted(all).Where(itemset => Rows(itemset).Length >= minLength).Take(300), InOrder(top));
    }

    /// <summary>2^76 itemsets of one basket tie: the shorter ones win, and nothing else is looked at.</summary>
    [Fact]
    public void A_huge_number_of_ties_is_cut_without_being_listed()
    {
        var products = new Kindred.Domain.Vocabulary(Enumerable.Range(0, 76).Select(row => $"P{row}"));
        var baskets = BasketSet.FromRows(products, [[.. Enumerable.Range(0, 76)]]);
        ItemsetTable top = TopItemsets.Mine(baskets, new TopItemsetOptions { Count = 80 });
        Assert.Equal(76, Enumerable.Range(0, 80).Count(i => top.Items(i).Length == 1));
        Assert.Equal(["0 1:1", "0 2:1", "0 3:1", "0 4:1"], InOrder(top).Skip(76));
    }

    [Fact]
    public void Fewer_itemsets_than_wanted_is_no_error()
    {
        Assert.Equal(["2:1"], InOrder(TopItemsets.Mine(RandomBaskets.Of([2]), new TopItemsetOptions())));
        Assert.Equal(0, TopItemsets.Mine(RandomBaskets.Of(), new TopItemsetOptions { Kind = ItemsetKind.Closed }).Count);
    }

    [Fact]
    public void Unusable_options_are_all_named()
    {
        var options = new TopItemsetOptions { Count = 0, Kind = ItemsetKind.Maximal, MinLength = 0, MaxLength = -1, MustNotContain = [99] };
        string message = Assert.Throws<ArgumentException>(() => TopItemsets.Mine(RandomBaskets.Of(), options)).Message;
        Assert.All(["Count is 0", "Kind is Maximal", "MinLength is 0", "MaxLength is -1", "row 99"], part => Assert.Contains(part, message));
    }

    [Fact]
    public void Defaults_are_the_documented_ones() =>
        Assert.Equal((100, ItemsetKind.Frequent, 1, null), (new TopItemsetOptions().Count, new TopItemsetOptions().Kind, new TopItemsetOptions().MinLength, new TopItemsetOptions().MaxLength));

    private static IEnumerable<string> Sorted(string[] itemsets) => itemsets
        .OrderByDescending(itemset => int.Parse(itemset[(itemset.IndexOf(':') + 1)..]))
        .ThenBy(itemset => Rows(itemset).Length)
        .ThenBy(Rows, Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    private static int[] Rows(string itemset) => [.. itemset[..itemset.IndexOf(':')].Split(' ').Select(int.Parse)];

    private static string[] InOrder(ItemsetTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => BruteForceMiner.Text(table.Items(i).ToArray(), table.SupportCount(i)))];
}
