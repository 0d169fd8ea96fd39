namespace Kindred.Mining.Apriori;

/// <summary>The frequent itemsets found so far, level by level.</summary>
internal sealed class ItemsetTrie
{
    private readonly List<TrieLevel> _levels = [];

    /// <summary>Number of levels; sets of k items are in level k − 1.</summary>
    public int Depth => _levels.Count;

    /// <summary>The sets of <paramref name="length"/> items.</summary>
    public TrieLevel Sets(int length) => _levels[length - 1];

    /// <summary>Adds the next level.</summary>
    public void Append(TrieLevel level)
    {
        if (_levels.Count > 0)
        {
            _levels[^1].LinkTo(level);
        }

        _levels.Add(level);
    }

    /// <summary>Writes the items of a set, ascending, and the set numbers of its prefixes of length 1, 2, … itself last.</summary>
    public void Read(int length, int set, Span<int> items, Span<int> path)
    {
        for (int k = length; k >= 1; k--)
        {
            TrieLevel level = Sets(k);
            items[k - 1] = level.Items[set];
            path[k - 1] = set;
            set = level.Parents[set];
        }
    }

    /// <summary>Finds the set that <paramref name="items"/> make without the one at <paramref name="left"/>, or −1.</summary>
    /// <param name="items">Ascending.</param>
    /// <param name="left">The position to leave out.</param>
    /// <param name="path">Set numbers of the prefixes of <paramref name="items"/>, at least up to the position left out.</param>
    public int FindWithout(ReadOnlySpan<int> items, int left, ReadOnlySpan<int> path)
    {
        // Sets of one item are numbered by it.
        int next = left == 0 ? 2 : left + 1;
        int set = left == 0 ? items[1] : path[left - 1];
        for (int length = left == 0 ? 1 : left; next < items.Length && set >= 0; next++, length++)
        {
            set = FindChild(length, set, items[next]);
        }

        return set;
    }

    private int FindChild(int length, int set, int item)
    {
        int[] starts = Sets(length).ChildStarts;
        int start = starts[set];
        int found = Sets(length + 1).Items[start..starts[set + 1]].BinarySearch(item);
        return found < 0 ? -1 : start + found;
    }
}
