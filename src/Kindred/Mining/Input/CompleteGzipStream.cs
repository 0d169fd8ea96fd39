using System.IO.Compression;

namespace Kindred.Mining.Input;

/// <summary>Unpacks gzip text and refuses a file whose end is missing.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends quietly where its input ends, even in mid-block. So one more gzip member is put behind the
/// input, holding eight line feeds, which are blank lines to every parser here. They come out last exactly when all that
/// stands before them was complete; a cut member swallows them as damaged data instead.
/// </remarks>
internal sealed class CompleteGzipStream(Stream packed) : ForwardStream
{
    private const ulong EightLineFeeds = 0x0A0A0A0A0A0A0A0A;

    private readonly GZipStream _unpacked = new(new FollowedBy(packed, PackedLineFeeds()), CompressionMode.Decompress);
    private ulong _lastEight;

    public override int Read(Span<byte> buffer)
    {
        int read = _unpacked.Read(buffer);
        if (read == 0 && !buffer.IsEmpty && _lastEight != EightLineFeeds)
        {
            throw new InvalidDataException("the end of the gzip data is missing");
        }

        foreach (byte value in buffer[Math.Max(0, read - 8)..read])
        {
            _lastEight = (_lastEight << 8) | value;
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] PackedLineFeeds()
    {
        var bytes = new MemoryStream();
        using (var pack = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            pack.Write("\n\n\n\n\n\n\n\n"u8);
        }

        return bytes.ToArray();
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
    }
}
