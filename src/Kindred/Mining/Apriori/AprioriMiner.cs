using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Apriori;

/// <summary>Apriori: itemsets of k + 1 products are looked for among those whose subsets of k are frequent (Agrawal &amp; Srikant, VLDB 1994).</summary>
/// <remarks>
/// Differs from the paper: pairs are counted without candidates, and dense data is counted with bitmaps (<see cref="BitmapCounter"/>)
/// instead of walking baskets down the candidate tree (<see cref="BasketCounter"/>). Closed and maximal sets come from the levels themselves:
/// a frequent set of k + 1 products covers its subsets of k. Memory: 16 bytes an itemset, all kept until the end.
/// </remarks>
/// <param name="basketsAWalk">A set costs at least minimum-count walks, and a walk as much as ANDing the bits of this many baskets: decides how to count.</param>
internal sealed class AprioriMiner(int basketsAWalk = 512) : IItemsetMiner
{
    private const long LargestBitmaps = 512L << 20;

    public MiningAlgorithm Algorithm => MiningAlgorithm.Apriori;

    public bool Finds(ItemsetKind kind) => true;

    public void Mine(PreparedBaskets baskets, MiningTask task, ItemsetOutput output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IItemsetReceiver receiver = output.BeginTask(0, cancellationToken);
        var levels = new LevelWriter(baskets, task, receiver);
        int longest = task.Kind == ItemsetKind.Frequent || task.MaxLength == int.MaxValue ? task.MaxLength : task.MaxLength + 1;
        var trie = new ItemsetTrie();
        trie.Append(SingleProducts(baskets));
        NextLevel next = ChooseCounting(baskets, task, cancellationToken);
        while (trie.Sets(trie.Depth).Count > 0 && trie.Depth < longest)
        {
            trie.Append(trie.Depth == 1 ? PairCounting.Count(baskets, task.MinCount, task.Threads, cancellationToken) : next(trie));
            levels.Write(trie, trie.Depth - 1, cancellationToken);
            progress?.Report(1 - (1.0 / trie.Depth));
        }

        if (trie.Depth <= task.MaxLength)
        {
            levels.WriteLast(trie);
        }

        output.EndTask(0, receiver);
        progress?.Report(1);
    }

    private delegate TrieLevel NextLevel(ItemsetTrie trie);

    private NextLevel ChooseCounting(PreparedBaskets baskets, MiningTask task, CancellationToken cancellationToken)
    {
        if (baskets.Count / basketsAWalk <= task.MinCount && BitmapCounter.Bytes(baskets) <= LargestBitmaps)
        {
            var bitmaps = new BitmapCounter(baskets);
            return trie => bitmaps.NextLevel(trie, task.MinCount, task.Threads, cancellationToken);
        }

        var ranked = new RankedBaskets(baskets);
        return trie => CountInBaskets(trie, ranked, task, cancellationToken);
    }

    private static TrieLevel SingleProducts(PreparedBaskets baskets)
    {
        var level = new TrieLevel();
        for (int rank = 0; rank < baskets.ItemCount; rank++)
        {
            level.Add(0, rank, baskets.SupportCount(baskets.ItemCount - 1 - rank));
        }

        return level;
    }

    private static TrieLevel CountInBaskets(ItemsetTrie trie, RankedBaskets baskets, MiningTask task, CancellationToken cancellationToken)
    {
        baskets.Trim(ItemsInUse(trie), trie.Depth + 1);
        var level = new TrieLevel();
        for (int set = 0; set < trie.Sets(trie.Depth).Count;)
        {
            CandidateTrie candidates = CandidateTrie.Generate(trie, set, cancellationToken);
            int[] counts = BasketCounter.Count(candidates, baskets, task.Threads, cancellationToken);
            for (; set < candidates.EndSet; set++)
            {
                AddFrequent(level, candidates, counts, set, task.MinCount);
            }
        }

        return level;
    }

    private static void AddFrequent(TrieLevel level, CandidateTrie candidates, int[] counts, int set, int minCount)
    {
        for (int candidate = candidates.Start(set); candidate < candidates.Start(set + 1); candidate++)
        {
            if (counts[candidate] >= minCount)
            {
                level.Add(set, candidates.Items[candidate], counts[candidate]);
            }
        }
    }

    private static bool[] ItemsInUse(ItemsetTrie trie)
    {
        bool[] used = new bool[trie.Sets(1).Count];
        bool[] prefix = new bool[trie.Sets(trie.Depth).Count];
        Array.Fill(prefix, true);
        for (int length = trie.Depth; length >= 1; length--)
        {
            TrieLevel level = trie.Sets(length);
            bool[] above = new bool[length > 1 ? trie.Sets(length - 1).Count : 1];
            for (int set = 0; set < level.Count; set++)
            {
                if (prefix[set])
                {
                    used[level.Items[set]] = true;
                    above[level.Parents[set]] = true;
                }
            }

            prefix = above;
        }

        return used;
    }
}
