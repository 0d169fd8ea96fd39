namespace Kindred.Mining.Eclat;

/// <summary>The lists of one depth of the search, one after the other in one array that every node of the depth reuses.</summary>
internal sealed class ListLevel
{
    private readonly List<(int Code, int Support, int Start, int End)> _items = [];
    private int[] _tids = new int[256];
    private int _used;
    private int _written;

    public int Count => _items.Count;

    /// <summary>True when the lists name the baskets that lack the item, false when they name those that hold it.</summary>
    public bool AsDifferences { get; private set; }

    public void Clear(bool asDifferences)
    {
        _items.Clear();
        _used = 0;
        AsDifferences = asDifferences;
    }

    public int Code(int item) => _items[item].Code;

    public int Support(int item) => _items[item].Support;

    public ReadOnlySpan<int> Tids(int item) => _tids.AsSpan(_items[item].Start, _items[item].End - _items[item].Start);

    /// <summary>Keeps the list written last as the next item's; without this it is written over.</summary>
    public void Keep(int code, int support)
    {
        _items.Add((code, support, _used, _written));
        _used = _written;
    }

    /// <summary>Takes an item whose list <see cref="Put"/> fills, and says where that starts.</summary>
    public int Reserve(int code, int support)
    {
        int start = _used;
        Room(support);
        _written = _used + support;
        Keep(code, support);
        return start;
    }

    public void Put(int place, int tid) => _tids[place] = tid;

    /// <summary>Writes a ∩ b and gives its length, or −1 as soon as it cannot reach the minimum.</summary>
    public int AddCommon(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int minCount)
    {
        Span<int> target = Room(Math.Min(a.Length, b.Length));
        int i = 0;
        int j = 0;
        int length = 0;
        while (i < a.Length && j < b.Length)
        {
            int x = a[i];
            int y = b[j];
            if (x == y)
            {
                target[length++] = x;
            }
            else if (length + Math.Min(a.Length - i, b.Length - j) < minCount)
            {
                return -1;
            }

            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }

        _written = _used + length;
        return length >= minCount ? length : -1;
    }

    /// <summary>Writes a − b and gives <paramref name="support"/> less its length, or −1 as soon as that falls below the minimum.</summary>
    public int AddDifference(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int support, int minCount)
    {
        Span<int> target = Room(a.Length);
        int most = support - minCount;
        int length = 0;
        int j = 0;
        foreach (int x in a)
        {
            while (j < b.Length && b[j] < x)
            {
                j++;
            }

            if (j == b.Length || b[j] != x)
            {
                if (length == most)
                {
                    return -1;
                }

                target[length++] = x;
            }
        }

        _written = _used + length;
        return support - length;
    }

    private Span<int> Room(int length)
    {
        if (_tids.Length < _used + length)
        {
            Array.Resize(ref _tids, Math.Max(_used + length, 2 * _tids.Length));
        }

        return _tids.AsSpan(_used, length);
    }
}
