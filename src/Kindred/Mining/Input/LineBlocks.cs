namespace Kindred.Mining.Input;

/// <summary>Cuts a stream into blocks of whole lines.</summary>
internal sealed class LineBlocks(Stream stream, string file)
{
    private const int LongestLine = 1 << 28;

    private byte[] _buffer = new byte[1 << 18];
    private int _length;
    private int _taken;
    private bool _ended;

    /// <summary>Gives the next block: one or more lines, each but perhaps the last of the file with its line feed.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> block)
    {
        _buffer.AsSpan(_taken, _length - _taken).CopyTo(_buffer);
        _length -= _taken;
        _taken = 0;
        int searched = 0;
        while (!_ended)
        {
            Fill();
            int lastLine = _buffer.AsSpan(searched, _length - searched).LastIndexOf((byte)'\n');
            if (lastLine >= 0)
            {
                _taken = searched + lastLine + 1;
                block = _buffer.AsMemory(0, _taken);
                return true;
            }

            searched = _length;
        }

        _taken = _length;
        block = _buffer.AsMemory(0, _length);
        return _length > 0;
    }

    private void Fill()
    {
        if (_length == _buffer.Length)
        {
            if (_length >= LongestLine)
            {
                throw new BasketFileException(file, null, $"a line is longer than {LongestLine >> 20} MB; this does not look like a file of baskets.");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = stream.ReadAtLeast(_buffer.AsSpan(_length), Math.Min(_buffer.Length - _length, 1 << 17), throwOnEndOfStream: false);
        _ended = read < Math.Min(_buffer.Length - _length, 1 << 17);
        _length += read;
    }
}
