using System.Buffers;
using System.Text;

namespace Kindred.Store.Import.Text;

/// <summary>Finds a text's encoding and turns other encodings into UTF-8.</summary>
internal static class TextEncodings
{
    // Chinese text stands in runs of high bytes; in Western text a letter with an accent stands alone among ASCII.
    private const double ShareInRunsOfChinese = 0.7;

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of a text by its first bytes; null when it is no text.</summary>
    public static Encoding? Detect(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ when head.Contains((byte)0) => DetectUtf16(head),
        _ when IsUtf8(head) => Encoding.UTF8,
        _ => IsChinese(head) ? Encoding.GetEncoding("gb18030") : Encoding.GetEncoding("windows-1252"),
    };

    /// <summary>The encoding a user named.</summary>
    public static Encoding ByName(string name)
    {
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF-16" or "UTF16" => Encoding.Unicode,
                "LATIN-1" or "LATIN1" => Encoding.GetEncoding("iso-8859-1"),
                "GBK" or "GB2312" or "GB18030" => Encoding.GetEncoding("gb18030"),
                "UTF8" => Encoding.UTF8,
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (ArgumentException e)
        {
            throw new ImportException($"'{name}' is not an encoding; use utf-8, utf-16, gb18030, latin-1 or another registered name.", e);
        }
    }

    /// <summary>The encoding of a text whose first bytes were ASCII and whose later ones are not UTF-8.</summary>
    public static Encoding DetectLater(string path, Compression compression)
    {
        byte[] buffer = new byte[1 << 16];
        using Stream stream = FileContent.Open(path, compression);
        var sample = new List<byte>();
        for (int read; sample.Count < FileContent.HeadLength && (read = FileContent.Read(stream, buffer, path)) > 0;)
        {
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, read);
            int first = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (first >= 0)
            {
                int line = bytes[..first].LastIndexOf((byte)'\n');
                sample.AddRange(bytes[(line + 1)..]);
            }
        }

        return IsChinese(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sample)) ? Encoding.GetEncoding("gb18030") : Encoding.GetEncoding("windows-1252");
    }

    /// <summary>The name people know an encoding by.</summary>
    public static string NameOf(Encoding encoding) => encoding.WebName;

    public static bool IsUtf8(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage;

    /// <summary>Writes a file's content in UTF-8 without byte order mark and with line feeds only.</summary>
    public static void Transcode(string path, Compression compression, Encoding encoding, string target, CancellationToken cancellationToken)
    {
        const int BlockLength = 1 << 17;
        bool afterReturn = false;
        char[] block = ArrayPool<char>.Shared.Rent(BlockLength);
        try
        {
            using var reader = new StreamReader(FileContent.Open(path, compression), encoding, detectEncodingFromByteOrderMarks: true, BlockLength);
            using var writer = new StreamWriter(target, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BlockLength);
            for (int read; (read = ReadBlock(reader, block.AsSpan(0, BlockLength), path)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteWithLineFeeds(writer, block.AsSpan(0, read), ref afterReturn);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(block);
        }
    }

    private static int ReadBlock(StreamReader reader, Span<char> block, string path)
    {
        try
        {
            return reader.Read(block);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException)
        {
            throw new ImportException($"{path} is damaged or cut off: its compressed data ends or breaks too early; fetch it again.", e);
        }
    }

    // A return counts as a line break of its own unless a line feed follows, also across blocks.
    private static void WriteWithLineFeeds(StreamWriter writer, ReadOnlySpan<char> text, ref bool afterReturn)
    {
        if (afterReturn && text[0] == '\n')
        {
            text = text[1..];
        }

        afterReturn = text.EndsWith("\r");
        while (text.IndexOf('\r') is >= 0 and int position)
        {
            writer.Write(text[..position]);
            writer.Write('\n');
            text = text[(position + 1)..];
            text = text.StartsWith("\n") ? text[1..] : text;
        }

        writer.Write(text);
    }

    private static Encoding? DetectUtf16(ReadOnlySpan<byte> head)
    {
        int pairs = head.Length / 2;
        int lowZero = 0;
        int highZero = 0;
        for (int i = 0; i < pairs; i++)
        {
            lowZero += head[2 * i] == 0 ? 1 : 0;
            highZero += head[(2 * i) + 1] == 0 ? 1 : 0;
        }

        // Delimiters, digits and line ends alone make a good part of any table ASCII.
        const double LeastAscii = 0.1;
        return (highZero > LeastAscii * pairs, lowZero > LeastAscii * pairs) switch
        {
            (true, false) when lowZero == 0 => Encoding.Unicode,
            (false, true) when highZero == 0 => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        var check = new Utf8Check();
        check.Add(head);
        return check.Invalid == 0 || check.Valid > 10 * check.Invalid;
    }

    private static bool IsChinese(ReadOnlySpan<byte> head)
    {
        Encoding strict = Encoding.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            // The last character may be cut off: a decoder that is not flushed forgives that.
            strict.GetDecoder().GetCharCount(head, flush: false);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        int high = 0;
        int inRuns = 0;
        for (int i = 0; i < head.Length; i++)
        {
            if (head[i] >= 0x80)
            {
                high++;
                inRuns += (i > 0 && head[i - 1] >= 0x80) || (i + 1 < head.Length && head[i + 1] >= 0x80) ? 1 : 0;
            }
        }

        return inRuns >= ShareInRunsOfChinese * high;
    }
}
