namespace Kindred.Mining.Input;

/// <summary>Unpacks gzip and Zstandard streams, told from their first bytes; anything else passes as it is.</summary>
internal static class Decompression
{
    public static Stream Open(Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        int length = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        if (magic[..length].StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return new CompleteGzipStream(stream);
        }

        return magic[..length].SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? new ZstdSharp.DecompressionStream(stream) : stream;
    }
}
