using System.Numerics;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Apriori;

/// <summary>Counts candidates of dense data with one bit a basket: the count of a set is the population of the AND of its items' bitmaps.</summary>
/// <remarks>
/// Here counting costs less than the subset check of apriori-gen would, so joined candidates are counted straight away.
/// Memory: items × baskets / 8 bytes, and one bitmap a length and thread.
/// </remarks>
internal sealed class BitmapCounter
{
    private readonly int _words;
    private readonly ulong[] _bits;

    public BitmapCounter(PreparedBaskets baskets)
    {
        _words = WordsFor(baskets);
        _bits = new ulong[(long)_words * baskets.ItemCount];
        for (int rank = 0; rank < baskets.ItemCount; rank++)
        {
            foreach (int basket in baskets.TidList(baskets.ItemCount - 1 - rank))
            {
                _bits[((long)rank * _words) + (basket >> 6)] |= 1UL << basket;
            }
        }
    }

    /// <summary>Bytes the bitmaps of all items would take.</summary>
    public static long Bytes(PreparedBaskets baskets) => 8L * WordsFor(baskets) * baskets.ItemCount;

    /// <summary>The frequent sets of one item more than the deepest level of the trie.</summary>
    public TrieLevel NextLevel(ItemsetTrie trie, int minCount, int threads, CancellationToken cancellationToken)
    {
        int length = trie.Depth;
        TrieLevel deepest = trie.Sets(length);
        int groups = trie.Sets(length - 1).Count;
        const int Chunk = 64;
        var found = new List<(int Parent, int Item, int Count)>[(groups + Chunk - 1) / Chunk];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, found.Length, options, () => new PrefixBitmaps(this, trie, length), (chunk, _, prefixes) =>
        {
            found[chunk] = [];
            for (int group = chunk * Chunk; group < Math.Min(groups, (chunk + 1) * Chunk); group++)
            {
                CountGroup(prefixes, deepest, trie.Sets(length - 1).ChildStarts, group, minCount, found[chunk]);
            }

            return prefixes;
        }, _ => { });

        var level = new TrieLevel();
        foreach ((int parent, int item, int count) in found.SelectMany(part => part))
        {
            level.Add(parent, item, count);
        }

        return level;
    }

    private static int WordsFor(PreparedBaskets baskets) => (baskets.Count + 63) / 64;

    private ReadOnlySpan<ulong> Bitmap(int rank) => new(_bits, rank * _words, _words);

    /// <summary>Joins every two sets that share all but the last item.</summary>
    private void CountGroup(PrefixBitmaps prefixes, TrieLevel sets, int[] starts, int group, int minCount, List<(int Parent, int Item, int Count)> found)
    {
        int end = starts[group + 1];
        if (end - starts[group] < 2)
        {
            return;
        }

        ReadOnlySpan<ulong> common = prefixes.Of(group);
        for (int first = starts[group]; first < end - 1; first++)
        {
            Span<ulong> both = prefixes.Scratch;
            And(common, Bitmap(sets.Items[first]), both);
            for (int second = first + 1; second < end; second++)
            {
                int count = CountCommon(both, Bitmap(sets.Items[second]));
                if (count >= minCount)
                {
                    found.Add((first, sets.Items[second], count));
                }
            }
        }
    }

    private static void And(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = a[i] & b[i];
        }
    }

    private static int CountCommon(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int count = 0;
        b = b[..a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            count += BitOperations.PopCount(a[i] & b[i]);
        }

        return count;
    }

    /// <summary>Bitmaps of the prefix a thread is at, one a length; neighbouring groups share most of theirs.</summary>
    private sealed class PrefixBitmaps(BitmapCounter counter, ItemsetTrie trie, int length)
    {
        private readonly ulong[] _stack = new ulong[(long)counter._words * length];
        private readonly int[] _path = new int[length];
        private readonly int[] _items = new int[length];
        private readonly int[] _wanted = new int[length];
        private int _valid;

        /// <summary>Room for one more bitmap.</summary>
        public Span<ulong> Scratch => At(length - 1);

        /// <summary>The bitmap of a set of length − 1 items.</summary>
        public ReadOnlySpan<ulong> Of(int set)
        {
            trie.Read(length - 1, set, _items, _wanted);
            int shared = 0;
            while (shared < _valid && _path[shared] == _wanted[shared])
            {
                shared++;
            }

            for (int depth = shared; depth < length - 1; depth++)
            {
                _path[depth] = _wanted[depth];
                ReadOnlySpan<ulong> bits = counter.Bitmap(_items[depth]);
                if (depth == 0)
                {
                    bits.CopyTo(At(0));
                }
                else
                {
                    And(At(depth - 1), bits, At(depth));
                }
            }

            _valid = length - 1;
            return At(length - 2);
        }

        private Span<ulong> At(int depth) => _stack.AsSpan(depth * counter._words, counter._words);
    }
}
