namespace Kindred.Mining.Input;

/// <summary>A growing list of ints in blocks that are never copied.</summary>
internal sealed class IntChunks
{
    public const int ChunkSize = 1 << 18;

    private readonly List<int[]> _full = [];
    private int[] _current = new int[1 << 12];
    private int _used;
    private int _before;

    public int Count => _before + _used;

    public void Add(int value)
    {
        if (_used == _current.Length)
        {
            NextChunk();
        }

        _current[_used++] = value;
    }

    /// <summary>The values in order, chunk after chunk.</summary>
    public IEnumerable<ReadOnlyMemory<int>> Chunks() => _full.Select(c => new ReadOnlyMemory<int>(c)).Append(_current.AsMemory(0, _used));

    private void NextChunk()
    {
        _before = checked(_before + _used);
        _full.Add(_current);
        _current = new int[ChunkSize];
        _used = 0;
    }
}
