using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Export;

/// <summary>Writes rows to a Parquet, CSV or JSON lines file by way of a DuckDB table on disk.</summary>
internal static class TableFile
{
    /// <summary>Writes a file: at a temporary path, then renamed.</summary>
    /// <param name="path">Its extension decides: .parquet, .csv or .jsonl.</param>
    /// <param name="columns">Column definitions in SQL. Lists become JSON arrays in CSV.</param>
    /// <param name="append">Appends all rows, in the order wanted.</param>
    public static void Write(string path, IReadOnlyList<(string Name, string Type)> columns, Action<DuckDBAppender> append)
    {
        string format = FormatOf(path);
        string folder = Directory.CreateTempSubdirectory("kindred-export-").FullName;
        try
        {
            using var connection = new DuckDBConnection($"Data Source={Path.Combine(folder, "rows.duckdb")}");
            connection.Open();
            Execute(connection, $"CREATE TABLE rows ({string.Join(", ", columns.Select(c => $"{Sql.Name(c.Name)} {c.Type}"))})");
            using (DuckDBAppender appender = connection.CreateAppender("rows"))
            {
                append(appender);
            }

            bool listsAsText = format.StartsWith("FORMAT csv", StringComparison.Ordinal);
            IEnumerable<string> selected = columns.Select(c => listsAsText && c.Type.EndsWith("[]", StringComparison.Ordinal)
                ? $"CAST(to_json({Sql.Name(c.Name)}) AS VARCHAR) AS {Sql.Name(c.Name)}"
                : Sql.Name(c.Name));
            AtomicFile.Replace(path, temporary => Execute(connection, $"COPY (SELECT {string.Join(", ", selected)} FROM rows) TO {Sql.Text(temporary)} ({format})"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>DuckDB's COPY options for a file, by its extension.</summary>
    /// <exception cref="KindredDataException">The extension is none that is written.</exception>
    internal static string FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".parquet" => "FORMAT parquet, COMPRESSION zstd",
        ".csv" => "FORMAT csv, HEADER",
        ".jsonl" or ".ndjson" => "FORMAT json",
        _ => throw new KindredDataException($"The output {path} ends with none of .parquet, .csv and .jsonl; name it by the format wanted."),
    };

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own names; paths are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
