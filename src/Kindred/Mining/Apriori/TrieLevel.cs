namespace Kindred.Mining.Apriori;

/// <summary>All itemsets of one length in prefix-tree order: a set's children, the sets of one item more that begin with it, stand together.</summary>
/// <remarks>
/// Items are ranks (0 = rarest product) and ascend inside a set, so that the tree is narrow near its root.
/// Memory: 12 bytes a set, plus 4 once the next level exists.
/// </remarks>
internal sealed class TrieLevel
{
    private readonly List<int> _items = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _counts = [];

    /// <summary>Number of sets.</summary>
    public int Count => _items.Count;

    /// <summary>The last (most frequent) item of each set.</summary>
    public ReadOnlySpan<int> Items => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items);

    /// <summary>The set of the level above that each set extends.</summary>
    public ReadOnlySpan<int> Parents => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_parents);

    /// <summary>Support counts.</summary>
    public ReadOnlySpan<int> Counts => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_counts);

    /// <summary>Children of set i are the sets <c>ChildStarts[i] .. ChildStarts[i + 1]</c> of the level below; empty until that exists.</summary>
    public int[] ChildStarts { get; private set; } = [];

    /// <summary>Sets stand in order of parent, then item.</summary>
    public void Add(int parent, int item, int count)
    {
        _parents.Add(parent);
        _items.Add(item);
        _counts.Add(count);
    }

    /// <summary>Links this level to the one below it.</summary>
    public void LinkTo(TrieLevel below)
    {
        int[] starts = new int[Count + 1];
        foreach (int parent in below.Parents)
        {
            starts[parent + 1]++;
        }

        for (int i = 0; i < Count; i++)
        {
            starts[i + 1] += starts[i];
        }

        ChildStarts = starts;
    }
}
