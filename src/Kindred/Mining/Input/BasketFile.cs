namespace Kindred.Mining.Input;

/// <summary>Reads text files of baskets, plain, .gz or .zst, in UTF-8.</summary>
public static class BasketFile
{
    /// <summary>Reads a file of baskets.</summary>
    /// <param name="path">The file; compression is told from its first bytes, not from its name.</param>
    /// <param name="format"><see cref="BasketFileFormat.Auto"/> finds it out.</param>
    /// <param name="cancellationToken">Stops reading promptly.</param>
    /// <returns>
    /// The baskets in file order. A product listed twice in a line counts once, and a line without products is no basket. Rows of
    /// integer ids (up to seven digits) come first, in numeric order, then those of all other labels in order of appearance.
    /// </returns>
    /// <exception cref="BasketFileException">The file cannot be read as baskets.</exception>
    public static BasketSet Read(string path, BasketFileFormat format = BasketFileFormat.Auto, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(format))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of basket files.");
        }

        return Guard(path, () =>
        {
            using FileStream stream = Open(path);
            return ReadUnguarded(stream, path, format, cancellationToken);
        });
    }

    /// <summary>Tells the format of a file from its first 64 KB.</summary>
    /// <returns><see cref="BasketFileFormat.Fimi"/>, <see cref="BasketFileFormat.Lines"/> or <see cref="BasketFileFormat.Orders"/>.</returns>
    /// <exception cref="BasketFileException">The file cannot be read.</exception>
    public static BasketFileFormat Detect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Guard(path, () =>
        {
            using FileStream stream = Open(path);
            bool any = new LineBlocks(Decompression.Open(stream), path).TryNext(out ReadOnlyMemory<byte> block);
            return any ? FormatDetector.Detect(FormatDetector.WithoutByteOrderMark(block.Span, new BasketText(path))) : BasketFileFormat.Lines;
        });
    }

    internal static BasketSet Read(Stream stream, string file, BasketFileFormat format, CancellationToken cancellationToken) =>
        Guard(file, () => ReadUnguarded(stream, file, format, cancellationToken));

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static BasketSet ReadUnguarded(Stream stream, string file, BasketFileFormat format, CancellationToken cancellationToken)
    {
        var blocks = new LineBlocks(Decompression.Open(stream), file);
        var text = new BasketText(file);
        while (blocks.TryNext(out ReadOnlyMemory<byte> block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = block.Span;
            if (text.Line == 1)
            {
                bytes = FormatDetector.WithoutByteOrderMark(bytes, text);
                format = format == BasketFileFormat.Auto ? FormatDetector.Detect(bytes) : format;
            }

            Parse(bytes, format, text);
        }

        return text.Ends.Count > 0
            ? BasketAssembler.Assemble(text)
            : throw new BasketFileException(file, null, "there is no basket in it; every line is empty.");
    }

    private static void Parse(ReadOnlySpan<byte> block, BasketFileFormat format, BasketText text)
    {
        if (format == BasketFileFormat.Orders)
        {
            throw text.Malformed("this is a header of order lines, not of baskets; import the file as a table of orders.");
        }

        if (format == BasketFileFormat.Fimi)
        {
            FimiParser.Parse(block, text);
        }
        else
        {
            LinesParser.Parse(block, text);
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BasketFileException(path, null, $"it cannot be opened or read ({e.Message}).", e);
        }
        catch (Exception e) when (e is InvalidDataException or ZstdSharp.ZstdException)
        {
            throw new BasketFileException(path, null, $"its compressed data is damaged ({e.Message}).", e);
        }
        catch (OverflowException e)
        {
            throw new BasketFileException(path, null, "it has more than 2,147,483,647 products in baskets, which is more than can be mined at once.", e);
        }
    }
}
