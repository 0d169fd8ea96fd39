using Kindred.Mining.Input;
using ZstdSharp;

namespace Kindred.Store.Import.Text;

/// <summary>The compression around a file.</summary>
internal enum Compression
{
    None,
    Gzip,
    Zstd,
}

/// <summary>What a file is by its first bytes, whatever it is called.</summary>
internal static class FileContent
{
    public const int HeadLength = 1 << 20;

    public static Compression CompressionOf(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using FileStream stream = File.OpenRead(path);
        magic = magic[..stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false)];
        return magic switch
        {
            [0x1F, 0x8B, ..] => Compression.Gzip,
            [0x28, 0xB5, 0x2F, 0xFD] => Compression.Zstd,
            _ => Compression.None,
        };
    }

    public static bool IsParquet(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The old Excel format and other OLE files.</summary>
    public static bool IsOle(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    /// <summary>Opens a file for reading its content, decompressed.</summary>
    public static Stream Open(string path, Compression compression)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return compression switch
        {
            Compression.Gzip => Decompression.Open(file),
            Compression.Zstd => new DecompressionStream(file, checkEndOfStream: true, leaveOpen: false),
            _ => file,
        };
    }

    /// <summary>The first bytes of the content, at most <see cref="HeadLength"/>.</summary>
    public static byte[] ReadHead(string path, Compression compression)
    {
        using Stream stream = Open(path, compression);
        byte[] head = new byte[HeadLength];
        return head[..Read(stream, head, path)];
    }

    /// <summary>Fills a buffer as far as the content goes.</summary>
    /// <exception cref="ImportException">The compressed data is damaged or cut off.</exception>
    public static int Read(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw new ImportException($"{path} is damaged or cut off: its compressed data ends or breaks too early; fetch it again.", e);
        }
    }
}
