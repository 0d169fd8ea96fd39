using DuckDB.NET.Data;
using Kindred.Store.Import.Cells;
using Kindred.Store.Import.Sources;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import;

/// <summary>
/// The mapped columns of a source in a Parquet file of the scratch folder, in the order of the source: every question
/// and change after it is SQL over columns, whatever the source was.
/// </summary>
internal sealed class StagedRows
{
    /// <summary>The number of a staged row, from 0.</summary>
    public const string RowNumber = "file_row_number";

    private readonly Workspace _workspace;
    private readonly ImportSource _source;

    private StagedRows(Workspace workspace, ImportSource source, ColumnMapping mapping, string file)
    {
        _workspace = workspace;
        _source = source;
        Relation = $"read_parquet({Sql.Text(TextSource.Escaped(file))}, file_row_number=true)";
        Types = ColumnTypes(workspace, Relation);
        Count = workspace.Scalar<long>($"SELECT count(*) FROM {Relation}");
        Mapping = mapping;
    }

    public ColumnMapping Mapping { get; }

    /// <summary>What stands after FROM.</summary>
    public string Relation { get; }

    public IReadOnlyDictionary<string, string> Types { get; }

    public long Count { get; }

    /// <summary>Rows the CSV reader refused.</summary>
    public long Unread { get; private set; }

    /// <summary>False when refused and taken rows do not add up to the rows that were scanned.</summary>
    public bool LinesAreExact { get; private set; } = true;

    /// <summary>Reads the source into a Parquet file.</summary>
    /// <exception cref="ImportException">DuckDB cannot read the source, or it has no rows.</exception>
    public static StagedRows Stage(Workspace workspace, ImportSource source, ColumnMapping mapping, string scratch, CancellationToken cancellationToken)
    {
        string file = Path.Combine(scratch, "staged.parquet");
        Dictionary<string, string> types = ColumnTypes(workspace, source.Relation);
        IEnumerable<string> trimmed = mapping.Columns.Select(c => $"{CellReader.Trimmed(c.Field, Sql.Name(c.Header), types[c.Header])} AS {Sql.Name(c.Field.Name)}");
        IEnumerable<string> columns = mapping.Columns.Select(c => $"{CellReader.Staged(c.Field, Sql.Name(c.Field.Name), types[c.Header])} AS {Sql.Name(c.Field.Name)}");
        string own = (source.HasLines ? $", \"{ImportSource.LineColumn}\"" : "") + (source.HasBadLines ? $", \"{ImportSource.BadColumn}\"" : "");
        workspace.Execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans;", cancellationToken);
        try
        {
            workspace.WriteMany(() => workspace.Execute(
                $"COPY (SELECT {string.Join(", ", columns)}{own} FROM (SELECT {string.Join(", ", trimmed)}{own} FROM {source.Relation})) TO {Sql.Text(file)} (FORMAT parquet, COMPRESSION snappy)",
                cancellationToken));
        }
        catch (DuckDBException e)
        {
            throw new ImportException($"{source.Name} cannot be read as {source.Format} ({ImportError.FirstLine(e)}); check the file, or say what it is with --format.", e);
        }

        var staged = new StagedRows(workspace, source, mapping, file);
        staged.PrepareLines(cancellationToken);
        return staged.Count + staged.Unread > 0
            ? staged
            : throw new ImportException($"{source.Name} has no rows below its header; there is nothing to import.");
    }

    /// <summary>SQL that gives the staged rows where a condition holds, with their lines.</summary>
    public string WithLines(string columns, string condition) => _source.HasLines
        ? $"SELECT \"{ImportSource.LineColumn}\" AS line, {columns} FROM {Relation} WHERE {condition}"
        : $"SELECT {RowNumber} + shift AS line, {columns} FROM {Relation} ASOF JOIN line_steps ON {RowNumber} >= from_row WHERE {condition}";

    private static Dictionary<string, string> ColumnTypes(Workspace workspace, string relation)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        using DuckDBDataReader reader = workspace.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {relation})");
        while (reader.Read())
        {
            types[reader.GetString(0)] = reader.GetString(1);
        }

        return types;
    }

    private void PrepareLines(CancellationToken cancellationToken)
    {
        List<long> unread = _source.Scan is null ? [] : UnreadRows(cancellationToken);
        Unread = unread.Count;
        LinesAreExact = _source.Scan is not { } scan || Count + unread.Count + scan.Irregular.Count(r => r.Blank && r.Row > _source.HeaderRows) == scan.Rows - _source.HeaderRows;
        _workspace.Execute("CREATE OR REPLACE TEMP TABLE line_steps (from_row BIGINT, shift BIGINT); CREATE OR REPLACE TEMP TABLE unread_lines (row BIGINT, line BIGINT);", cancellationToken);
        WriteSteps(unread);
        using DuckDBAppender appender = _workspace.Connection.CreateAppender("temp", null, "unread_lines");
        foreach ((long row, long line) in RowLines.LinesOf(_source, unread))
        {
            appender.CreateRow().AppendValue(row).AppendValue(line).EndRow();
        }
    }

    private void WriteSteps(List<long> unread)
    {
        using DuckDBAppender appender = _workspace.Connection.CreateAppender("temp", null, "line_steps");
        (long FromRow, long Shift) last = (0, 0);
        foreach ((long FromRow, long Shift) step in RowLines.Steps(_source, unread))
        {
            if (step.FromRow > last.FromRow)
            {
                appender.CreateRow().AppendValue(last.FromRow).AppendValue(last.Shift).EndRow();
            }

            last = step;
        }

        appender.CreateRow().AppendValue(last.FromRow).AppendValue(last.Shift).EndRow();
    }

    private List<long> UnreadRows(CancellationToken cancellationToken)
    {
        var rows = new List<long>();
        using DuckDBDataReader reader = _workspace.Query("SELECT DISTINCT CAST(line AS BIGINT) FROM reject_errors ORDER BY 1", cancellationToken);
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0));
        }

        return rows;
    }
}
