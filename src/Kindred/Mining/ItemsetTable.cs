namespace Kindred.Mining;

/// <summary>Itemsets with their support counts, in flat blocks.</summary>
/// <remarks>
/// Itemset i holds product rows in ascending order. Thread-safe for reading once built.
/// Memory: 4 bytes an item and 8 bytes an itemset; growing never copies what is there.
/// </remarks>
public sealed class ItemsetTable : IItemsetSink
{
    private const int BlockBits = 14;
    private const int BlockItemsets = 1 << BlockBits;

    private readonly List<Block> _blocks = [];
    private readonly long? _limitBytes;

    /// <summary>Creates an empty table.</summary>
    /// <param name="basketCount">Number of baskets the counts refer to (the denominator of support).</param>
    public ItemsetTable(int basketCount)
        : this(basketCount, null)
    {
    }

    /// <summary>Creates an empty table that refuses to grow past a number of bytes.</summary>
    /// <param name="basketCount">Number of baskets the counts refer to (the denominator of support).</param>
    /// <param name="limitBytes">The most bytes its itemsets may take; null for no limit.</param>
    public ItemsetTable(int basketCount, long? limitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(basketCount);
        BasketCount = basketCount;
        _limitBytes = limitBytes;
    }

    /// <summary>Number of baskets that were mined.</summary>
    public int BasketCount { get; }

    /// <summary>Number of itemsets.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes the itemsets take in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>The product rows of itemset <paramref name="itemset"/>, ascending.</summary>
    public ReadOnlySpan<int> Items(int itemset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)itemset, (uint)Count, nameof(itemset));
        return _blocks[itemset >> BlockBits].Items(itemset & (BlockItemsets - 1));
    }

    /// <summary>Number of baskets that hold itemset <paramref name="itemset"/>.</summary>
    public int SupportCount(int itemset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)itemset, (uint)Count, nameof(itemset));
        return _blocks[itemset >> BlockBits].Counts[itemset & (BlockItemsets - 1)];
    }

    /// <inheritdoc/>
    /// <exception cref="MiningMemoryException">The table would pass its limit.</exception>
    public void Add(ReadOnlySpan<int> rows, int supportCount)
    {
        int slot = Count & (BlockItemsets - 1);
        if (slot == 0)
        {
            _blocks.Add(new Block());
        }

        Bytes += _blocks[^1].Add(slot, rows, supportCount);
        if (Bytes > _limitBytes)
        {
            throw new MiningMemoryException(Count, _limitBytes.Value);
        }

        Count++;
    }

    /// <summary>Bytes an itemset of a length takes, growth room included.</summary>
    internal static double BytesOf(double length) => 1.2 * (8 + (4 * length));

    private sealed class Block
    {
        private int[] _starts = new int[17];
        private int[] _rows = new int[64];

        public int[] Counts { get; private set; } = new int[16];

        public ReadOnlySpan<int> Items(int slot) => _rows.AsSpan(_starts[slot], _starts[slot + 1] - _starts[slot]);

        /// <summary>Writes an itemset and says by how many bytes the arrays grew.</summary>
        public long Add(int slot, ReadOnlySpan<int> rows, int supportCount)
        {
            long before = slot == 0 ? 0 : Size;
            if (slot == Counts.Length)
            {
                int[] starts = new int[(2 * slot) + 1];
                _starts.CopyTo(starts, 0);
                _starts = starts;
                int[] counts = new int[2 * slot];
                Counts.CopyTo(counts, 0);
                Counts = counts;
            }

            int end = _starts[slot] + rows.Length;
            if (end > _rows.Length)
            {
                Array.Resize(ref _rows, Math.Max(end, (_rows.Length * 3) / 2));
            }

            Span<int> target = _rows.AsSpan(_starts[slot], rows.Length);
            rows.CopyTo(target);
            target.Sort();
            Counts[slot] = supportCount;
            _starts[slot + 1] = end;
            return Size - before;
        }

        private long Size => 4L * (_starts.Length + _rows.Length + Counts.Length);
    }
}
