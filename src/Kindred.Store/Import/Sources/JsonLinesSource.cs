using DuckDB.NET.Data;
using Kindred.Store.Import.Text;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import.Sources;

/// <summary>One JSON object a line; its keys are the columns. A line that is no object is rejected with its number.</summary>
internal static class JsonLinesSource
{
    // Keys that first appear later than this are not seen.
    private const int KeySampleLines = 100_000;

    public static ImportSource Open(Workspace workspace, string file, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        PreparedText text = TextSource.Prepare(file, options, scratch, _ => null, cancellationToken);
        string lines = $"(SELECT row_number() OVER () AS line, text FROM {TextSource.ReadCsv(text, ["text"], null, 0)})";
        List<string> keys = Keys(workspace, lines, file);
        string columns = string.Join(", ", keys.Select(k => $"json_extract_string(text, {Sql.Text(Pointer(k))}) AS {Sql.Name(k)}"));
        return new ImportSource
        {
            Name = file,
            Format = ImportFormat.JsonLines,
            Compression = FileContent.CompressionOf(file),
            Encoding = TextEncodings.NameOf(text.Encoding),
            ContentHash = text.Scan.ContentHash,
            Headers = keys,
            Relation = $"""
                (SELECT {columns}, line AS "{ImportSource.LineColumn}", bad AS "{ImportSource.BadColumn}"
                 FROM (SELECT line, CASE WHEN bad THEN '{"{}"}' ELSE text END AS text, CASE WHEN bad THEN text END AS bad
                       FROM (SELECT line, text, NOT coalesce(json_type({Safe("text")}) = 'OBJECT', false) AS bad FROM {lines})
                       WHERE trim(text) <> ''))
                """,
            HasLines = true,
            HasBadLines = true,
            Notes = text.Notes,
        };
    }

    private static string Safe(string text) => $"CASE WHEN json_valid({text}) THEN {text} END";

    private static string Pointer(string key) => "/" + key.Replace("~", "~0").Replace("/", "~1");

    private static List<string> Keys(Workspace workspace, string lines, string file)
    {
        using DuckDBCommand command = workspace.Connection.CreateCommand();
        command.CommandText = $"""
            SELECT key FROM (SELECT line, unnest(json_keys({Safe("text")})) AS key FROM {lines} WHERE line <= {KeySampleLines})
            GROUP BY key ORDER BY min(line), min(key)
            """;
        var keys = new List<string>();
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys.Count > 0
            ? DelimitedSource.Distinct(keys)
            : throw new ImportException($"{file} has no line with a JSON object; JSON lines hold one object a line.");
    }
}
