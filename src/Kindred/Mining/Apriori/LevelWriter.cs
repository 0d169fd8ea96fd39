using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Apriori;

/// <summary>Writes the sets of a level once the next one is known, without those the next level covers where closed or maximal sets are wanted.</summary>
internal sealed class LevelWriter(PreparedBaskets baskets, MiningTask task, IItemsetReceiver receiver)
{
    /// <summary>Writes the sets of <paramref name="length"/> products; the next level is in the trie.</summary>
    public void Write(ItemsetTrie trie, int length, CancellationToken cancellationToken)
    {
        bool[]? covered = task.Kind == ItemsetKind.Frequent ? null : Covered(trie, length, cancellationToken);
        Write(trie, length, covered);
    }

    /// <summary>Writes the deepest level, which nothing covers.</summary>
    public void WriteLast(ItemsetTrie trie) => Write(trie, trie.Depth, null);

    private void Write(ItemsetTrie trie, int length, bool[]? covered)
    {
        int[] items = new int[length];
        int[] path = new int[length];
        for (int set = 0; set < trie.Sets(length).Count; set++)
        {
            if (covered is null || !covered[set])
            {
                trie.Read(length, set, items, path);
                for (int i = 0; i < length; i++)
                {
                    items[i] = baskets.ItemCount - 1 - items[i];
                }

                receiver.Add(items, trie.Sets(length).Counts[set]);
            }
        }
    }

    private bool[] Covered(ItemsetTrie trie, int length, CancellationToken cancellationToken)
    {
        TrieLevel sets = trie.Sets(length);
        TrieLevel larger = trie.Sets(length + 1);
        bool[] covered = new bool[sets.Count];
        const int Chunk = 1024;
        var options = new ParallelOptions { MaxDegreeOfParallelism = task.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, (larger.Count + Chunk - 1) / Chunk, options, chunk =>
        {
            int[] items = new int[length + 1];
            int[] path = new int[length + 1];
            for (int set = chunk * Chunk; set < Math.Min(larger.Count, (chunk + 1) * Chunk); set++)
            {
                trie.Read(length + 1, set, items, path);
                MarkSubsets(trie, items, path, larger.Counts[set], covered);
            }
        });
        return covered;
    }

    private void MarkSubsets(ItemsetTrie trie, int[] items, int[] path, int count, bool[] covered)
    {
        ReadOnlySpan<int> counts = trie.Sets(items.Length - 1).Counts;
        for (int left = 0; left < items.Length; left++)
        {
            int subset = trie.FindWithout(items, left, path);
            if (task.Kind == ItemsetKind.Maximal || counts[subset] == count)
            {
                // Several threads may write here, all of them true.
                Volatile.Write(ref covered[subset], true);
            }
        }
    }
}
