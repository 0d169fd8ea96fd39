namespace Kindred.Mining;

/// <summary>Itemsets with their support counts, in flat arrays.</summary>
/// <remarks>
/// Itemset i holds product rows in ascending order. Immutable once built and thread-safe.
/// Memory: 4 bytes an item and 12 bytes an itemset.
/// </remarks>
public sealed class ItemsetTable : IItemsetSink
{
    private long[] _starts = new long[17];
    private int[] _counts = new int[16];
    private int[] _rows = new int[64];

    /// <summary>Creates an empty table.</summary>
    /// <param name="basketCount">Number of baskets the counts refer to (the denominator of support).</param>
    public ItemsetTable(int basketCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(basketCount);
        BasketCount = basketCount;
    }

    /// <summary>Number of baskets that were mined.</summary>
    public int BasketCount { get; }

    /// <summary>Number of itemsets.</summary>
    public int Count { get; private set; }

    /// <summary>The product rows of itemset <paramref name="itemset"/>, ascending.</summary>
    public ReadOnlySpan<int> Items(int itemset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)itemset, (uint)Count, nameof(itemset));
        return _rows.AsSpan((int)_starts[itemset], (int)(_starts[itemset + 1] - _starts[itemset]));
    }

    /// <summary>Number of baskets that hold itemset <paramref name="itemset"/>.</summary>
    public int SupportCount(int itemset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)itemset, (uint)Count, nameof(itemset));
        return _counts[itemset];
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<int> rows, int supportCount)
    {
        long start = _starts[Count];
        long end = start + rows.Length;
        if (end > _rows.Length)
        {
            Array.Resize(ref _rows, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _rows.Length)));
        }

        if (Count == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * _counts.Length);
            Array.Resize(ref _starts, (2 * _counts.Length) + 1);
        }

        Span<int> target = _rows.AsSpan((int)start, rows.Length);
        rows.CopyTo(target);
        target.Sort();
        _counts[Count] = supportCount;
        _starts[++Count] = end;
    }
}
