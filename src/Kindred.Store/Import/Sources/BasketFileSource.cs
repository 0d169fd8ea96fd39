using System.Buffers;
using Kindred.Store.Import.Text;

namespace Kindred.Store.Import.Sources;

/// <summary>Files with one basket a line. The order's id is the file's name and the line's number.</summary>
internal static class BasketFileSource
{
    private static readonly SearchValues<byte> FimiBytes = SearchValues.Create("0123456789 \r\n"u8);

    public static ImportSource Open(string file, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        PreparedText text = TextSource.Prepare(file, options, scratch, _ => null, cancellationToken);
        string cells = options.Format == ImportFormat.Fimi
            ? "regexp_split_to_array(trim(text), '\\s+')"
            : $"string_split(text, {Sql.Text((options.Delimiter ?? ',').ToString())})";
        string prefix = Sql.Text(Path.GetFileName(file) + ":");
        return new ImportSource
        {
            Name = file,
            Format = options.Format,
            Compression = FileContent.CompressionOf(file),
            Encoding = TextEncodings.NameOf(text.Encoding),
            Delimiter = options.Format == ImportFormat.Fimi ? " " : ",",
            ContentHash = text.Scan.ContentHash,
            Headers = ["order_id", "product_id"],
            Relation = $"""
                (SELECT {prefix} || line AS order_id, product_id, line AS "{ImportSource.LineColumn}"
                 FROM (SELECT line, unnest({cells}) AS product_id
                       FROM (SELECT row_number() OVER () AS line, text FROM {TextSource.ReadCsv(text, ["text"], null, 0)}))
                 WHERE trim(product_id) <> '')
                """,
            HasLines = true,
            Notes = text.Notes,
        };
    }

    /// <summary>True when every line of a head is numbers separated by single spaces.</summary>
    public static bool LooksLikeFimi(ReadOnlySpan<byte> head) =>
        head.ContainsAnyInRange((byte)'0', (byte)'9') && !head.ContainsAnyExcept(FimiBytes) && head.Contains((byte)' ');
}
