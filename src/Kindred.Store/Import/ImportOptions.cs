using System.Text;

namespace Kindred.Store.Import;

/// <summary>What the rows of a source describe.</summary>
public enum ImportKind
{
    /// <summary>Order lines: a product of an order a row.</summary>
    Orders,

    /// <summary>The catalogue: a product a row.</summary>
    Products,

    /// <summary>Views, clicks, searches and other events: one a row.</summary>
    Events,

    /// <summary>Product reviews: one a row.</summary>
    Reviews,

    /// <summary>Stock: a product, or a product at a location, a row.</summary>
    Stock,
}

/// <summary>How a source is written. Files may also be compressed with gzip or zstd.</summary>
public enum ImportFormat
{
    /// <summary>Found out from the content.</summary>
    Auto,

    /// <summary>CSV, TSV and other delimited text with a header line.</summary>
    Delimited,

    /// <summary>An Excel workbook (.xlsx); its first sheet with rows is read.</summary>
    Excel,

    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>One basket a line, product labels separated by commas.</summary>
    Basket,

    /// <summary>One basket a line, product ids separated by spaces (the form of the FIMI benchmarks).</summary>
    Fimi,

    /// <summary>A PostgreSQL table or query, named by a <c>postgres://</c> address.</summary>
    Postgres,
}

/// <summary>How to read a source; every property that is left alone is found out and reported.</summary>
public sealed record ImportOptions
{
    /// <summary>What the rows describe. Null: the kind whose required columns are there and which recognises most columns.</summary>
    public ImportKind? Kind { get; init; }

    /// <summary>How the source is written.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>
    /// Column choices that overrule the recognised ones: from our name (<c>order_id</c>) to the source's (<c>InvoiceNo</c>),
    /// or to an empty name to leave the column out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>False when delimited text starts with data: its columns are then named <c>column1</c>, <c>column2</c>, ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The text encoding, such as <c>gb18030</c>. Null: detected.</summary>
    public string? Encoding { get; init; }

    /// <summary>The delimiter of delimited text. Null: detected among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>A strptime pattern for all dates, such as <c>%d/%m/%Y %H:%M</c>. Null: decided over each whole column.</summary>
    public string? DateFormat { get; init; }

    /// <summary>True to import even when the same content was imported before.</summary>
    public bool Force { get; init; }

    /// <summary>Reads <c>order_id=InvoiceNo,product_id=StockCode</c>, the form of the <c>--map</c> option.</summary>
    /// <exception cref="ImportException">A part is not of the form name=column.</exception>
    public static IReadOnlyDictionary<string, string> ParseMap(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=');
            if (equals <= 0)
            {
                throw new ImportException($"'{part}' is not a column choice; write --map order_id=InvoiceNo,product_id=StockCode.");
            }

            map[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }

        return map;
    }

    /// <summary>The options that change what is taken from a source, in one line for the import's identity.</summary>
    internal string Fingerprint()
    {
        var text = new StringBuilder($"{Format}|{HasHeader}|{Encoding}|{Delimiter}|{DateFormat}");
        foreach ((string field, string column) in Map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append('|').Append(field).Append('=').Append(column);
        }

        return text.ToString();
    }
}
