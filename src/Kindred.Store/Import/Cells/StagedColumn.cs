using Kindred.Store.Workspaces;

namespace Kindred.Store.Import.Cells;

/// <summary>A column of the staged rows, for the questions that decide how it is read.</summary>
/// <param name="Workspace">Where the questions are asked.</param>
/// <param name="Rows">The staged rows: what stands after FROM.</param>
/// <param name="Field">The column; it has the same name there.</param>
/// <param name="SqlType">Its staged type: VARCHAR, or a type of its own in Parquet files.</param>
/// <param name="CancellationToken">Stops the questions.</param>
internal sealed record StagedColumn(Workspace Workspace, string Rows, Field Field, string SqlType, CancellationToken CancellationToken)
{
    public string Name => Sql.Name(Field.Name);

    public bool IsText => SqlType == "VARCHAR";

    /// <summary>Evaluates aggregates over the column's rows where a condition holds.</summary>
    public long[] Measure(IReadOnlyList<string> aggregates, string condition = "true", string? rows = null)
    {
        using DuckDB.NET.Data.DuckDBDataReader reader = Workspace.Query($"SELECT {string.Join(", ", aggregates.Select(a => $"coalesce(CAST({a} AS BIGINT), 0)"))} FROM {rows ?? Rows} WHERE {condition}", CancellationToken);
        reader.Read();
        return [.. Enumerable.Range(0, aggregates.Count).Select(i => reader.GetInt64(i))];
    }

    public long Count(string expression) => Measure([$"count({expression})"])[0];
}
