namespace Kindred.Mining.Input;

/// <summary>Unpacks gzip and Zstandard streams, told from their first bytes; anything else passes as it is.</summary>
public static class Decompression
{
    /// <summary>The content of a stream; disposing it disposes the stream.</summary>
    /// <param name="stream">A stream that can seek, read from its start.</param>
    /// <returns>A stream to be read forward, which throws <see cref="InvalidDataException"/> where gzip data is damaged or cut off.</returns>
    public static Stream Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> magic = stackalloc byte[4];
        int length = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        if (magic[..length].StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return new GzipContent(stream);
        }

        return magic[..length].SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? new ZstdSharp.DecompressionStream(stream) : stream;
    }
}
