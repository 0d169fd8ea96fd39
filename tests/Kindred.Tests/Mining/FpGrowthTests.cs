using CsCheck;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.FpGrowth;

namespace Kindred.Tests.Mining;

public class FpGrowthTests
{
    /// <summary>The worked example of Han, Pei and Yin (2000), table 1 and figure 1: five baskets, minimum count 3, items f c a b m p.</summary>
    [Fact]
    public void The_papers_tree_has_eleven_nodes_with_its_counts()
    {
        const int F = 0, C = 1, A = 2, B = 3, M = 4, P = 5;
        var tree = new FpTree();
        tree.Reset(6);
        tree.Add([F, C, A, B, M], 1);
        tree.Add([F, C, A, M, P], 1);
        tree.Add([F, C, A, M, P], 1);
        tree.Add([F, B], 1);
        tree.Add([C, B, P], 1);

        // Nodes of the first two branches: f:4 c:3 a:3 b:1 m:1 | m:2 p:2 | b:1 | c:1 b:1 p:1, eleven without the root.
        Assert.Equal([4, 3, 3, 1, 1, 2, 2, 1, 1, 1, 1], tree.Nodes.ToArray().Select(node => node.Count));
        Assert.False(tree.IsSinglePath);
    }

    /// <summary>Below the rarest product, z, the baskets are nested: its conditional tree is one path with falling counts.</summary>
    [Fact]
    public void A_single_path_gives_every_subset_with_the_count_of_its_deepest_product()
    {
        const int Z = 13;
        var products = new Vocabulary(Enumerable.Range(0, Z + 1).Select(row => $"P{row}"));
        IEnumerable<int[]> nested = Enumerable.Range(1, Z).Select(n => (int[])[.. Enumerable.Range(0, n), Z]);
        IEnumerable<int[]> whole = Enumerable.Repeat<int[]>([.. Enumerable.Range(0, Z)], Z);
        var baskets = BasketSet.FromRows(products, nested.Concat(whole));
        ItemsetTable table = ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 1, Algorithm = MiningAlgorithm.FpGrowth }).Itemsets!;
        Assert.Equal((1 << (Z + 1)) - 1, table.Count);
        for (int i = 0; i < table.Count; i++)
        {
            ReadOnlySpan<int> items = table.Items(i);
            bool holdsZ = items[^1] == Z;
            int deepest = holdsZ ? (items.Length > 1 ? items[^2] : 0) : items[^1];
            Assert.Equal(Z - deepest + (holdsZ ? 0 : Z), table.SupportCount(i));
        }
    }

    /// <summary>More products than a table of subsets takes, so that conditional trees are built.</summary>
    [Fact]
    public void Finds_what_eclat_finds_where_conditions_are_too_wide_for_a_table() =>
        Gen.Select(Gen.Int[0, 29].Array[1, 18].Array[5, 60], Gen.Int[2, 6], Gen.Int[2, 20]).Sample(
            (rows, minCount, maxLength) =>
            {
                var products = new Vocabulary(Enumerable.Range(0, 30).Select(row => $"P{row}"));
                var baskets = BasketSet.FromRows(products, rows);
                var options = new MiningOptions { MinCount = minCount, MaxLength = maxLength, Threads = 1 };
                Assert.Equal(Mine(MiningAlgorithm.Eclat), Mine(MiningAlgorithm.FpGrowth));

                string[] Mine(MiningAlgorithm algorithm) =>
                    BruteForceMiner.Texts(ItemsetMining.Mine(baskets, options with { Algorithm = algorithm }).Itemsets!);
            },
            iter: 60);

    [Fact]
    public void Superset_sums_equal_their_definition() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 100].Array[512]).Sample((bits, values) =>
        {
            int[] table = values[..(1 << bits)];
            int[] sums = [.. table];
            SupersetSums.Compute(sums);
            Assert.Equal(table.Select((_, set) => table.Where((_, other) => (other & set) == set).Sum()), sums);
        });
}
