using Kindred.Store.Import.Text;

namespace Kindred.Store.Import.Sources;

/// <summary>A source as DuckDB can read it.</summary>
internal sealed record ImportSource
{
    /// <summary>Names of columns that carry, where a source has them, the line of the file and a line that is no row.</summary>
    public const string LineColumn = "kindred line";

    public const string BadColumn = "kindred bad line";

    /// <summary>How the source is named in reports and in <c>rejected</c>.</summary>
    public required string Name { get; init; }

    public required ImportFormat Format { get; init; }

    public Compression Compression { get; init; }

    public string? Encoding { get; init; }

    public string? Delimiter { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>The columns that can be mapped, all different.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>What stands after FROM: gives the columns of <see cref="Headers"/> in the order of the source.</summary>
    public required string Relation { get; init; }

    /// <summary>True when the relation has <see cref="LineColumn"/>.</summary>
    public bool HasLines { get; init; }

    /// <summary>True when the relation has <see cref="BadColumn"/>: not null where a line is no row.</summary>
    public bool HasBadLines { get; init; }

    /// <summary>How rows and lines of delimited text correspond; null for other formats.</summary>
    public TextScan? Scan { get; init; }

    /// <summary>Rows before the first data row of delimited text, the header included.</summary>
    public int HeaderRows { get; init; }

    /// <summary>True when line numbers are row numbers, whatever line breaks cells hold (a sheet, a query).</summary>
    public bool RowsAreLines { get; init; }

    /// <summary>What to tell the user about the reading.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
