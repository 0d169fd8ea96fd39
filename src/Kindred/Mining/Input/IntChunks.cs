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

    public int ChunkCount => _full.Count + 1;

    /// <summary>The values of one chunk; all values in order are those of chunk 0, 1, 2 …</summary>
    public ReadOnlySpan<int> Chunk(int chunk) => chunk < _full.Count ? _full[chunk] : _current.AsSpan(0, _used);

    private void NextChunk()
    {
        _before = checked(_before + _used);
        _full.Add(_current);
        _current = new int[ChunkSize];
        _used = 0;
    }
}
