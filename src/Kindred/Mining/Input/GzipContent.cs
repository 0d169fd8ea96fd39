using System.IO.Compression;

namespace Kindred.Mining.Input;

/// <summary>The content of a gzip file, with an error where the file ends too early.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends quietly where its input ends, even in mid-block. So one more gzip member that holds a mark is put behind the
/// input: the mark comes out at the end, and is held back, exactly when all before it was whole.
/// </remarks>
internal sealed class GzipContent : ForwardStream
{
    private const int BufferLength = 1 << 18;
    private static readonly byte[] Mark = "end of the file!"u8.ToArray();

    private readonly GZipStream _inner;
    private readonly byte[] _buffer = new byte[BufferLength + Mark.Length];
    private int _start;
    private int _end;

    /// <summary>Unpacks a stream, which is disposed with this one.</summary>
    public GzipContent(Stream packed) => _inner = new GZipStream(new FollowedBy(packed, PackedMark()), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        if (_end - _start <= Mark.Length && !buffer.IsEmpty)
        {
            Fill();
        }

        int length = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] PackedMark()
    {
        var bytes = new MemoryStream();
        using (var pack = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            pack.Write(Mark);
        }

        return bytes.ToArray();
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        _end += _inner.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        bool ended = _end < _buffer.Length;
        if (ended && !_buffer.AsSpan(0, _end).EndsWith(Mark))
        {
            throw new InvalidDataException("the end of the gzip data is missing");
        }
    }

    private sealed class FollowedBy(Stream first, byte[] then) : ForwardStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            int read = first.Read(buffer);
            if (read == 0)
            {
                read = Math.Min(buffer.Length, then.Length - _given);
                then.AsSpan(_given, read).CopyTo(buffer);
                _given += read;
            }

            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
