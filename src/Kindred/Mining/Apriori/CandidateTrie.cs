namespace Kindred.Mining.Apriori;

/// <summary>The candidates of one pass: a range of sets, each with the items that may extend it (apriori-gen, Agrawal &amp; Srikant 1994, section 2.1.1).</summary>
internal sealed class CandidateTrie
{
    /// <summary>Candidates counted in one pass over the baskets: bounds memory to 8 bytes each and 4 more a thread.</summary>
    private const int LargestPass = 1 << 23;

    private readonly List<int> _items = [];
    private readonly int[] _starts;

    private CandidateTrie(ItemsetTrie trie, int firstSet)
    {
        Trie = trie;
        FirstSet = firstSet;
        EndSet = firstSet;
        _starts = new int[trie.Sets(trie.Depth).Count - firstSet + 1];
    }

    public ItemsetTrie Trie { get; }

    /// <summary>The first set with candidates here.</summary>
    public int FirstSet { get; }

    /// <summary>One past the last set with candidates here.</summary>
    public int EndSet { get; private set; }

    /// <summary>Number of candidates.</summary>
    public int Count => _items.Count;

    /// <summary>Last items of all candidates.</summary>
    public ReadOnlySpan<int> Items => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items);

    /// <summary>Number of the first candidate that extends a set; those of the next set follow.</summary>
    public int Start(int set) => set < FirstSet ? 0 : set >= EndSet ? Count : _starts[set - FirstSet];

    /// <summary>Joins sets that share all but the last item, and keeps those with every subset frequent.</summary>
    public static CandidateTrie Generate(ItemsetTrie trie, int firstSet, CancellationToken cancellationToken)
    {
        var candidates = new CandidateTrie(trie, firstSet);
        TrieLevel sets = trie.Sets(trie.Depth);
        int[] items = new int[trie.Depth + 1];
        int[] path = new int[trie.Depth + 1];
        for (int set = firstSet; set < sets.Count && candidates.Count < LargestPass; set++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trie.Read(trie.Depth, set, items, path);
            candidates.Join(sets, set, items, path);
            candidates.EndSet = set + 1;
            candidates._starts[set + 1 - firstSet] = candidates.Count;
        }

        return candidates;
    }

    private void Join(TrieLevel sets, int set, int[] items, int[] path)
    {
        ReadOnlySpan<int> lastItems = sets.Items;
        ReadOnlySpan<int> parents = sets.Parents;
        for (int other = set + 1; other < lastItems.Length && parents[other] == parents[set]; other++)
        {
            items[^1] = lastItems[other];
            if (AllSubsetsAreFrequent(items, path))
            {
                _items.Add(lastItems[other]);
            }
        }
    }

    // The two subsets without one of the last two items are the joined sets themselves.
    private bool AllSubsetsAreFrequent(int[] items, int[] path)
    {
        for (int left = items.Length - 3; left >= 0; left--)
        {
            if (Trie.FindWithout(items, left, path) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
