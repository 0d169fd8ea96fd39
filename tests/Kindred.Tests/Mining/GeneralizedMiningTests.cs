using CsCheck;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Generalized;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining;

public class GeneralizedMiningTests
{
    /// <summary>The taxonomy and the six transactions of Srikant and Agrawal (1995), section 2, figures 1 and 2.</summary>
    private static readonly Vocabulary Shop = new(["jacket", "ski pants", "shirt", "shoes", "hiking boots"]);

    private static readonly CategoryTree Clothes = new(
        Shop, ["clothes > outerwear", "clothes > outerwear", "clothes", "footwear", "footwear"]);

    private static readonly BasketSet Purchases = BasketSet.FromRows(Shop, [[2], [0, 4], [1, 4], [3], [3], [0]]);

    [Fact]
    public void Finds_the_frequent_itemsets_of_the_papers_example()
    {
        ItemsetTable table = GeneralizedMining.Mine(Purchases, Clothes, new MiningOptions { MinSupport = 0.3 });
        string[] found = [.. Enumerable.Range(0, table.Count)
            .Select(i => $"{string.Join(" + ", table.Items(i).ToArray().Select(row => Clothes.Items[row].Value))}: {table.SupportCount(i)}")
            .Order(StringComparer.Ordinal)];
        Assert.Equal(
        [
            "category:clothes + category:footwear: 2",
            "category:clothes > outerwear + category:footwear: 2",
            "category:clothes > outerwear: 3",
            "category:clothes: 4",
            "category:footwear: 4",
            "hiking boots + category:clothes > outerwear: 2",
            "hiking boots + category:clothes: 2",
            "hiking boots: 2",
            "jacket: 2",
            "shoes: 2",
        ], found);
    }

    [Fact]
    public void Finds_what_brute_force_finds_without_related_pairs() =>
        Gen.Select(Gen.Int[0, 5].Array[0, 6].Array[0, 12], Gen.Int[0, 5].Array[6], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[0, 11]).Sample(
            (rows, placing, minCount, maxLength, required) =>
            {
                string?[] paths = [null, "A", "A > B", "A > C", "D", "D > B"];
                var products = new Vocabulary(Enumerable.Range(0, 6).Select(row => $"P{row}"));
                var tree = new CategoryTree(products, [.. placing.Select(place => paths[place])]);
                var baskets = BasketSet.FromRows(products, rows);
                var options = new MiningOptions
                {
                    MinCount = minCount,
                    MaxLength = maxLength,
                    MustContain = required < tree.Items.Count ? [required] : [],
                };
                string[] expected = [.. BruteForceMiner.Mine(tree.Extend(baskets), options).Where(itemset => !HoldsRelated(tree, itemset))];
                ItemsetTable found = GeneralizedMining.Mine(baskets, tree, options with { Threads = 2 });
                Assert.Equal(expected, BruteForceMiner.Texts(found));
            },
            iter: 500);

    [Fact]
    public void Groceries_categories_never_stand_beside_their_own_products()
    {
        BasketSet baskets = RealBaskets.Load("Groceries");
        string?[] paths = new string?[baskets.Products.Count];
        foreach (string line in File.ReadLines(SharedData.Require("retail/groceries_categories.csv")).Skip(1))
        {
            string[] cells = [.. line.Trim('"').Split("\",\"").Select(cell => cell.Trim())];
            Assert.True(baskets.Products.TryGetRow(new ProductId(cells[0]), out int row), cells[0]);
            paths[row] = $"{cells[2]} > {cells[1]}";
        }

        var tree = new CategoryTree(baskets.Products, paths);
        Assert.Equal(169 + 55 + 10, tree.Items.Count);
        ItemsetTable table = GeneralizedMining.Mine(baskets, tree, new MiningOptions { MinCount = 200 });

        // The same by the ordinary miner: every frequent itemset of the extended baskets, those with a related pair struck out.
        ItemsetTable all = ItemsetMining.Mine(tree.Extend(baskets), new MiningOptions { MinCount = 200 }).Itemsets!;
        string[] expected = [.. BruteForceMiner.Texts(all).Where(itemset => !HoldsRelated(tree, itemset))];
        Assert.True(expected.Length < all.Count);
        Assert.Equal(expected, BruteForceMiner.Texts(table));
        Assert.Equal(10, tree.RollUp(baskets, 1).Rows.ToArray().Distinct().Count());
    }

    [Fact]
    public void Rolling_up_replaces_products_by_the_level_asked_for()
    {
        BasketSet top = Clothes.RollUp(Purchases, 1);
        Assert.Equal(["category:clothes", "category:footwear"], Names(top, 1));
        BasketSet second = Clothes.RollUp(Purchases, 2);
        Assert.Equal(["category:clothes > outerwear", "category:footwear"], Names(second, 1));
        Assert.Equal(["category:clothes"], Names(second, 0));

        static string[] Names(BasketSet baskets, int basket) => [.. baskets[basket].ToArray().Select(row => baskets.Products[row].Value).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Bad_trees_and_options_are_refused_with_the_reason()
    {
        Assert.Contains("2 category paths for 5", Assert.Throws<ArgumentException>(() => new CategoryTree(Shop, ["a", "b"])).Message);
        Assert.Contains("empty level", Assert.Throws<KindredDataException>(() => new CategoryTree(new(["x"]), ["a > > b"])).Message);
        Assert.Contains("kept for categories", Assert.Throws<KindredDataException>(() => new CategoryTree(new(["category:a"]), ["a"])).Message);
        var closed = new MiningOptions { MinCount = 1, Kind = ItemsetKind.Closed };
        Assert.Contains("frequent ones", Assert.Throws<ArgumentException>(() => GeneralizedMining.Mine(Purchases, Clothes, closed)).Message);
    }

    private static bool HoldsRelated(CategoryTree tree, string itemset)
    {
        int[] rows = [.. itemset[..itemset.IndexOf(':')].Split(' ').Select(int.Parse)];
        return rows.Any(a => rows.Any(b => a != b && tree.AreRelated(a, b)));
    }
}
