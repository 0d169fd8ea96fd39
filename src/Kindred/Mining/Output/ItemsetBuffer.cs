namespace Kindred.Mining.Output;

/// <summary>Itemsets in writing order, in blocks that are never copied: each is its length, its support count, its rows.</summary>
internal sealed class ItemsetBuffer
{
    private const int FirstBlock = 1 << 8;
    private const int LargestBlock = 1 << 16;

    private readonly List<(int[] Block, int Used)> _full = [];
    private int[] _block = new int[FirstBlock];
    private int _used;

    /// <summary>Number of ints held.</summary>
    public long Items { get; private set; }

    public void Add(ReadOnlySpan<int> rows, int supportCount)
    {
        int need = rows.Length + 2;
        if (_used + need > _block.Length)
        {
            _full.Add((_block, _used));
            _block = new int[Math.Max(need, Math.Min(LargestBlock, 2 * _block.Length))];
            _used = 0;
        }

        _block[_used] = rows.Length;
        _block[_used + 1] = supportCount;
        rows.CopyTo(_block.AsSpan(_used + 2));
        _used += need;
        Items += need;
    }

    public void CopyTo(IItemsetSink sink)
    {
        foreach ((int[] block, int used) in _full.Append((_block, _used)))
        {
            for (int i = 0; i < used; i += block[i] + 2)
            {
                sink.Add(block.AsSpan(i + 2, block[i]), block[i + 1]);
            }
        }
    }
}
