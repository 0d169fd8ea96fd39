using CsCheck;
using Kindred.Mining;
using Kindred.Mining.Apriori;
using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Tests.Mining;

public class AprioriTests
{
    /// <summary>Small data is always dense enough for bitmaps: here both ways of counting are forced.</summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1)]
    public void Both_ways_of_counting_find_what_brute_force_finds(int basketsAWalk) =>
        Gen.Select(RandomBaskets.Gen, Gen.Int[1, 6], Gen.Enum<ItemsetKind>(), Gen.Int[1, 3]).Sample(
            (baskets, minCount, kind, threads) =>
            {
                var table = new ItemsetTable(baskets.Count);
                PreparedBaskets prepared = PreparedBaskets.Create(baskets, minCount, [], CancellationToken.None);
                var output = new OrderedOutput(table, prepared.Rows, int.MaxValue, 1 << 20);
                new AprioriMiner(basketsAWalk).Mine(prepared, new MiningTask(minCount, kind, int.MaxValue, threads), output, null, CancellationToken.None);
                Assert.Equal(BruteForceMiner.Mine(baskets, new MiningOptions { MinCount = minCount, Kind = kind }), BruteForceMiner.Texts(table));
            },
            iter: 400);

    /// <summary>The worked example of Agrawal and Srikant (1994), section 2.1.1: L3 = {123, 124, 134, 135, 234} joins to 1234 and 1345; 1345 is pruned for want of 145.</summary>
    [Fact]
    public void Candidates_are_joined_and_pruned_as_in_the_paper()
    {
        var trie = new ItemsetTrie();
        Append([0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5]);
        Append([1, 1, 1, 1, 2, 2, 3, 3], [2, 3, 4, 5, 3, 4, 4, 5]);
        Append([0, 0, 1, 1, 4], [3, 4, 4, 5, 4]);
        CandidateTrie candidates = CandidateTrie.Generate(trie, 0, CancellationToken.None);
        Assert.Equal([4], candidates.Items.ToArray());
        Assert.Equal((0, 1), (candidates.Start(0), candidates.Start(1)));

        void Append(int[] parents, int[] items)
        {
            var level = new TrieLevel();
            for (int i = 0; i < items.Length; i++)
            {
                level.Add(parents[i], items[i], 2);
            }

            trie.Append(level);
        }
    }
}
