using System.CommandLine;
using Kindred.Store.Import;

namespace Kindred.Cli.Shell;

/// <summary>The options that say how files are read; for every verb that imports.</summary>
internal sealed class ImportOptionSet
{
    private static readonly Dictionary<string, ImportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["auto"] = ImportFormat.Auto,
        ["csv"] = ImportFormat.Delimited,
        ["excel"] = ImportFormat.Excel,
        ["parquet"] = ImportFormat.Parquet,
        ["jsonl"] = ImportFormat.JsonLines,
        ["basket"] = ImportFormat.Basket,
        ["fimi"] = ImportFormat.Fimi,
        ["postgres"] = ImportFormat.Postgres,
    };

    public ImportOptionSet() => Format.AcceptOnlyFromAmong([.. Formats.Keys]);

    public Argument<string[]> Files { get; } = new("FILE")
    {
        Description = "CSV, TSV, Excel, Parquet, JSON lines, baskets or FIMI files (.gz and .zst as they are), or postgres://user:password@host/database?table=…",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<ImportKind?> As { get; } = NameOption.CreateOptional<ImportKind>("--as", "What the rows are. Default: recognised by the columns.");

    public Option<string> Format { get; } = new("--format") { Description = "How the file is written; auto recognises it by its content.", DefaultValueFactory = _ => "auto" };

    public Option<string> Map { get; } = new("--map")
    {
        Description = "Columns to take as ours, where the recognised ones are wrong: order_id=InvoiceNo,product_id=StockCode.",
        HelpName = "OURS=THEIRS,…",
        DefaultValueFactory = _ => string.Empty,
    };

    public Option<string?> Encoding { get; } = new("--encoding") { Description = "Text encoding, such as gb18030. Default: detected.", HelpName = "NAME" };

    public Option<string?> Delimiter { get; } = new("--delimiter") { Description = "Delimiter of CSV files (\\t for a tab). Default: detected.", HelpName = "CHAR" };

    public Option<string?> DateFormat { get; } = new("--date-format") { Description = "Pattern of dates, such as %d/%m/%Y %H:%M. Default: decided over the whole column.", HelpName = "PATTERN" };

    public Option<bool> NoHeader { get; } = new("--no-header") { Description = "The first line is data; columns are then column1, column2, …" };

    public Option<bool> Force { get; } = new("--force") { Description = "Import again what was imported before." };

    public Symbol[] All => [Files, As, Format, Map, Encoding, Delimiter, DateFormat, NoHeader, Force];

    public void Validate(System.CommandLine.Parsing.CommandResult command)
    {
        if (DelimiterOf(command.GetValue(Delimiter)) is null && command.GetValue(Delimiter) is { } text)
        {
            command.AddError($"--delimiter takes one character; '{text}' is not one.");
        }
    }

    /// <summary>The import options as given.</summary>
    public ImportOptions Read(ParseResult arguments) => new()
    {
        Kind = arguments.GetValue(As),
        Format = Formats[arguments.GetValue(Format)!],
        Map = ImportOptions.ParseMap(arguments.GetValue(Map)!),
        Encoding = arguments.GetValue(Encoding),
        Delimiter = DelimiterOf(arguments.GetValue(Delimiter)),
        DateFormat = arguments.GetValue(DateFormat),
        HasHeader = !arguments.GetValue(NoHeader),
        Force = arguments.GetValue(Force),
    };

    private static char? DelimiterOf(string? text) => text switch
    {
        "\\t" or "tab" => '\t',
        { Length: 1 } => text[0],
        _ => null,
    };
}
