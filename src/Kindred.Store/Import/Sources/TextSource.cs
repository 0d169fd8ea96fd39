using System.Text;
using Kindred.Store.Import.Text;

namespace Kindred.Store.Import.Sources;

/// <summary>A text file made ready for DuckDB: in UTF-8, with one kind of line end, scanned.</summary>
/// <param name="Path">The file to read: the source itself, or a transcoded copy in the scratch folder.</param>
/// <param name="Compression">The compression of <paramref name="Path"/>.</param>
/// <param name="Encoding">The encoding the source had.</param>
/// <param name="Scan">Its structure and hash.</param>
/// <param name="Head">Its first characters.</param>
/// <param name="Notes">What to tell the user.</param>
internal sealed record PreparedText(string Path, Compression Compression, Encoding Encoding, TextScan Scan, string Head, IReadOnlyList<string> Notes);

/// <summary>Prepares text files.</summary>
internal static class TextSource
{
    // A few damaged bytes among much valid UTF-8 are damage; otherwise the text is in another encoding.
    private const long ValidPerInvalid = 10;

    /// <summary>Prepares a text file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The user's encoding, if any.</param>
    /// <param name="scratch">Where a transcoded copy may be put.</param>
    /// <param name="delimiterOf">The delimiter by the head, for formats with quoted cells; otherwise gives null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PreparedText Prepare(string file, ImportOptions options, string scratch, Func<string, char?> delimiterOf, CancellationToken cancellationToken)
    {
        Compression compression = FileContent.CompressionOf(file);
        byte[] bytes = FileContent.ReadHead(file, compression);
        if (bytes.Length == 0)
        {
            throw new ImportException($"{file} is empty; there is nothing to import.");
        }

        Encoding encoding = (options.Encoding is { } name ? TextEncodings.ByName(name) : TextEncodings.Detect(bytes))
            ?? throw NotText(file);
        var notes = new List<string>();
        string copy = Path.Combine(scratch, "text.csv");
        string path = file;
        char? delimiter = null;
        TextScan? scan = null;
        if (TextEncodings.IsUtf8(encoding))
        {
            delimiter = delimiterOf(HeadText(bytes, encoding));
            scan = TextScan.Of(file, compression, delimiter, cancellationToken);
            if (options.Encoding is null && scan.Utf8.Invalid * ValidPerInvalid > scan.Utf8.Valid)
            {
                encoding = TextEncodings.DetectLater(file, compression);
            }
        }

        if (scan is null || !TextEncodings.IsUtf8(encoding) || HasOtherLineEnds(scan, bytes))
        {
            TextEncodings.Transcode(file, compression, encoding, copy, cancellationToken);
            path = copy;
            compression = Compression.None;
            bytes = FileContent.ReadHead(copy, compression);
            delimiter = delimiterOf(HeadText(bytes, Encoding.UTF8));
            scan = TextScan.Of(copy, compression, delimiter, cancellationToken);
        }

        if (scan.HasNul)
        {
            throw NotText(file);
        }

        if (!scan.LinesAreExact)
        {
            notes.Add("The file has millions of blank lines or cells with line breaks; line numbers towards its end are approximate.");
        }

        return new PreparedText(path, compression, encoding, scan, HeadText(bytes, Encoding.UTF8), notes);
    }

    /// <summary>The read_csv call for text with these columns.</summary>
    public static string ReadCsv(PreparedText text, IEnumerable<string> columns, char? delimiter, int skip)
    {
        string types = string.Join(", ", columns.Select(c => $"{Sql.Text(c)}: 'VARCHAR'"));
        string compression = text.Compression switch { Compression.Gzip => "gzip", Compression.Zstd => "zstd", _ => "none" };
        string quote = delimiter is null ? "''" : "'\"'";
        return $"read_csv({Sql.Text(Escaped(text.Path))}, auto_detect=false, header=false, skip={skip}, compression='{compression}', "
            + $"delim={Sql.Text(delimiter?.ToString() ?? "")}, quote={quote}, escape={quote}, columns={{{types}}}, store_rejects=true, rejects_limit=0)";
    }

    // DuckDB reads *, ? and [ in a path as a pattern.
    public static string Escaped(string path) => path.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]");

    private static ImportException NotText(string file) =>
        new($"{file} is not a text, Excel, Parquet or compressed file that can be read; export it as CSV in UTF-8.");

    private static string HeadText(byte[] bytes, Encoding encoding) => encoding.GetString(bytes);

    private static bool HasOtherLineEnds(TextScan scan, byte[] head) =>
        (scan.ReturnLineFeeds > 0 && scan.LineFeeds > 0) || (scan.ReturnLineFeeds + scan.LineFeeds == 0 && head.AsSpan().Contains((byte)'\r'));
}
