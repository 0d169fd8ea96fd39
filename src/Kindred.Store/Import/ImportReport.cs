using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Store.Import;

/// <summary>How one of our columns was taken from a source.</summary>
/// <param name="Column">Our column.</param>
/// <param name="Header">The source's column.</param>
/// <param name="Confidence">1 for our own name or the user's choice, less for a recognised name.</param>
/// <param name="Reading">How its cells were read, such as <c>day/month/year</c> or <c>decimal comma</c>; null when as they are.</param>
public sealed record ImportedColumn(string Column, string Header, double Confidence, string? Reading);

/// <summary>How many cells or lines were not taken, and why.</summary>
/// <param name="Column">Our column; null for whole lines that could not be read.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many; each has its row in <c>rejected</c>.</param>
public sealed record RejectedCount(string? Column, string Reason, long Count);

/// <summary>The account of one import: what was understood and what became of every row.</summary>
public sealed record ImportReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The file, or the database address without its password.</summary>
    public required string Source { get; init; }

    /// <summary>What the rows describe.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>How the source is written.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>The compression around it, <c>gzip</c> or <c>zstd</c>; null when there is none.</summary>
    public string? Compression { get; init; }

    /// <summary>The text encoding; null for formats that define their own.</summary>
    public string? Encoding { get; init; }

    /// <summary>The delimiter of delimited text.</summary>
    public string? Delimiter { get; init; }

    /// <summary>SHA-256 of the content, after decompression and in UTF-8 where it is text.</summary>
    public required string ContentHash { get; init; }

    /// <summary>True when the same content was imported before with the same options, so that nothing was changed.</summary>
    public bool AlreadyImported { get; init; }

    /// <summary>The columns taken.</summary>
    public required IReadOnlyList<ImportedColumn> Columns { get; init; }

    /// <summary>The source's columns that were not taken.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>Rows in the source, those that could not be read included.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows that are in the workspace now.</summary>
    public long RowsTaken { get; init; }

    /// <summary>Orders, products, … that were there before and were replaced or completed by this source.</summary>
    public long KeysUpdated { get; init; }

    /// <summary>Rows that were not taken.</summary>
    public long RowsRejected { get; init; }

    /// <summary>Cells that were left empty in rows that were taken.</summary>
    public long CellsRejected { get; init; }

    /// <summary>Rejections by column and reason, most frequent first.</summary>
    public required IReadOnlyList<RejectedCount> Rejected { get; init; }

    /// <summary>What a user should know about how the source was read.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The account as one JSON object with snake_case keys.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static ImportReport FromJson(string json) => JsonSerializer.Deserialize<ImportReport>(json, Json)!;
}
