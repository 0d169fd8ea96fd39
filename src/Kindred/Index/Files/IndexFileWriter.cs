using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Kindred.Index;

/// <summary>Writes an index to a new file beside the target and then puts it in its place, so that readers never see half a file.</summary>
internal static unsafe class IndexFileWriter
{
    public const int HeaderLength = 256;

    /// <summary>Sections begin on a cache line of the mapped file.</summary>
    public const int Alignment = 64;

    private const int Chunk = 1 << 20;

    public static void Write(string path, IndexFileHeader header, VectorTable table, LinkTable? links, CodeTable? codes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                WriteTo(stream, header, table, links, codes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void WriteTo(FileStream stream, IndexFileHeader header, VectorTable table, LinkTable? links, CodeTable? codes)
    {
        long offset = HeaderLength;
        stream.Position = offset;
        for (IndexSection section = 0; (int)section < IndexFileHeader.SectionCount; section++)
        {
            void* pointer = section switch
            {
                IndexSection.Vectors => table.Vectors.Pointer,
                IndexSection.RowOf => table.RowOf.Pointer,
                IndexSection.Live => table.Live.Pointer,
                _ when links is null => null,
                IndexSection.Ground => links.Ground.Pointer,
                IndexSection.UpperStart => links.UpperStart.Pointer,
                IndexSection.Upper => links.Upper.Pointer,
                _ => codes is null ? null : codes.Codes.Pointer,
            };
            long length = header.LengthOf(section);
            header.Sections[(int)section] = new SectionEntry(offset, length, WriteSection(stream, (byte*)pointer, length));
            offset = Aligned(offset + length);
        }

        header.Checksum = ChecksumOf(in header);
        stream.Position = 0;
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexFileHeader>(in header)));
    }

    /// <summary>The next offset at which a section may begin.</summary>
    public static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    /// <summary>XXH3 of the header without its last field.</summary>
    public static ulong ChecksumOf(in IndexFileHeader header) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexFileHeader>(in header))[..^sizeof(ulong)]);

    /// <summary>XXH3 of a long run of bytes.</summary>
    public static ulong ChecksumOf(byte* bytes, long length)
    {
        var hash = new XxHash3();
        for (long done = 0; done < length; done += Chunk)
        {
            hash.Append(new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(Chunk, length - done)));
        }

        return hash.GetCurrentHashAsUInt64();
    }

    private static ulong WriteSection(FileStream stream, byte* bytes, long length)
    {
        var hash = new XxHash3();
        for (long done = 0; done < length; done += Chunk)
        {
            Put(new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(Chunk, length - done)));
        }

        Put(new byte[Aligned(length) - length]);
        return hash.GetCurrentHashAsUInt64();

        void Put(ReadOnlySpan<byte> part)
        {
            stream.Write(part);
            hash.Append(part);
        }
    }
}
