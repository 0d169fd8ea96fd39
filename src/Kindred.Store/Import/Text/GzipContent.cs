using System.IO.Compression;

namespace Kindred.Store.Import.Text;

/// <summary>The content of a gzip file, with an error where the file ends too early.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes the end of a file for the end of the content, wherever it comes. So a member that holds
/// a mark is put behind the file: the mark comes out at the end, and is held back, exactly when all before it was whole.
/// </remarks>
internal sealed class GzipContent : Stream
{
    private const int BufferLength = 1 << 16;
    private static readonly byte[] Mark = "end of the file!"u8.ToArray();
    private readonly GZipStream _inner;
    private readonly byte[] _buffer = new byte[BufferLength + Mark.Length];
    private int _start;
    private int _end;

    public GzipContent(Stream file) => _inner = new GZipStream(new Chain(file, MarkMember()), CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static MemoryStream MarkMember()
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Mark);
        }

        member.Position = 0;
        return member;
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
            throw new InvalidDataException("The gzip data ends too early.");
        }
    }

    /// <summary>One stream after another.</summary>
    private sealed class Chain(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => first.Read(buffer) is > 0 and int read ? read : second.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
                second.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
