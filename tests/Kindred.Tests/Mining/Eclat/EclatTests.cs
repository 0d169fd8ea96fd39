using CsCheck;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Eclat;
using Kindred.Mining.Lcm;
using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Tests.Mining.Eclat;

public class EclatTests
{
    /// <summary>Data sparse enough for lists of baskets, and dense enough in its core for difference lists.</summary>
    private static readonly Gen<BasketSet> Sparse =
        from baskets in Gen.Select(Gen.Int[0, 199].Array[1, 3], Gen.Int[0, 7].Array[0, 8], (rare, common) => (IReadOnlyList<int>)[.. common, .. rare.Select(r => r + 8)]).Array[30, 200]
        select BasketSet.FromRows(new Vocabulary(Enumerable.Range(0, 208).Select(i => $"P{i}")), baskets);

    [Fact]
    public void Lists_and_their_differences_give_what_bits_give() => Gen.Select(Sparse, Gen.Int[1, 6], Gen.Int[1, 9]).Sample(
        (baskets, minCount, maxLength) =>
        {
            PreparedBaskets prepared = PreparedBaskets.Create(baskets, minCount, [], CancellationToken.None);
            var task = new MiningTask(minCount, ItemsetKind.Frequent, maxLength, Threads: 2);
            string[] expected = Mine(new LcmMiner());
            Assert.Equal(expected, Mine(new EclatMiner()));
            Assert.Equal(expected, Mine(new EclatMiner(onlyLists: true)));

            string[] Mine(IItemsetMiner miner)
            {
                var table = new ItemsetTable(baskets.Count);
                miner.Mine(prepared, task, new OrderedOutput(table, prepared.Rows, maxLength, long.MaxValue), null, CancellationToken.None);
                return BruteForceMiner.Texts(table);
            }
        },
        iter: 300);

    [Fact]
    public void Rows_of_bits_are_taken_only_where_they_are_smaller()
    {
        var products = new Vocabulary(Enumerable.Range(0, 100).Select(i => $"P{i}"));
        BasketSet sparse = BasketSet.FromRows(products, Enumerable.Range(0, 1000).Select(i => (IReadOnlyList<int>)[i % 100]));
        BasketSet dense = BasketSet.FromRows(products, Enumerable.Range(0, 1000).Select(i => (IReadOnlyList<int>)[.. Enumerable.Range(0, 100).Where(p => (p + i) % 9 == 0)]));
        Assert.Null(VerticalRows.Create(PreparedBaskets.Create(sparse, 1, [], CancellationToken.None)));
        Assert.NotNull(VerticalRows.Create(PreparedBaskets.Create(dense, 1, [], CancellationToken.None)));
    }
}
