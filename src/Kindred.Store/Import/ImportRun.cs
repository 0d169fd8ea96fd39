using DuckDB.NET.Data;
using Kindred.Store.Import.Cells;
using Kindred.Store.Import.Sources;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import;

/// <summary>One import after its source was opened and its columns were chosen.</summary>
internal sealed class ImportRun(Workspace workspace, ImportSource source, ColumnMapping mapping, ImportOptions options, string scratch, IProgress<string>? progress, CancellationToken cancellationToken)
{
    private const string LineRejected = "line";
    private readonly ImportTable _table = mapping.Table;
    private readonly List<string> _notes = [.. source.Notes];
    private readonly Dictionary<string, CellReading> _readings = new(StringComparer.Ordinal);
    private StagedRows _staged = null!;
    private int _importId;

    public ImportReport Run(string settingsHash)
    {
        progress?.Report("staging the rows");
        _staged = StagedRows.Stage(workspace, source, mapping, scratch, cancellationToken);
        if (!_staged.LinesAreExact)
        {
            _notes.Add("Quotes in the file do not balance everywhere; line numbers in rejected may be off behind such places.");
        }

        progress?.Report("deciding how columns are read");
        foreach (MappedColumn column in mapping.Columns)
        {
            Decide(column);
        }

        progress?.Report("writing to the workspace");
        ImportReport? report = null;
        workspace.InTransaction(() => report = Commit(settingsHash));
        return report!;
    }

    private void Decide(MappedColumn column)
    {
        var staged = new StagedColumn(workspace, _staged.Relation, column.Field, _staged.Types[column.Field.Name], cancellationToken);
        CellReading reading = CellReader.Decide(staged, options.DateFormat);
        _readings[column.Field.Name] = reading;
        if (reading.Note is { } note)
        {
            _notes.Add(note);
        }
    }

    private ImportReport Commit(string settingsHash)
    {
        _importId = (int)workspace.Scalar<long>("SELECT nextval('import_ids')", cancellationToken);
        Reject();
        string rows = TypedRows();
        long updated = new TableWriter(workspace, mapping, rows, _importId, cancellationToken).Write();
        ImportReport report = Account(updated);
        workspace.Execute(
            $"""
            INSERT INTO imports VALUES ({_importId}, {Sql.Text(source.Name)}, {Sql.Text(_table.Name)}, {Sql.Text(source.ContentHash)}, {Sql.Text(settingsHash)},
                TIMESTAMP {Sql.Text(workspace.Options.TimeProvider.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss"))}, {Sql.Text(report.ToJson())})
            """,
            cancellationToken);
        return report;
    }

    private string Good(MappedColumn column) =>
        $"({(_readings[column.Field.Name] is { ReadsAll: false } reading ? reading.Expression : Sql.Name(column.Field.Name))}) IS NOT NULL";

    private string RowIsGood() => string.Join(" AND ", mapping.Columns.Where(c => c.Field.Required).Select(Good).Concat(source.HasBadLines ? [$"\"{ImportSource.BadColumn}\" IS NULL"] : []));

    private string TypedRows()
    {
        IEnumerable<string> columns = mapping.Columns.Select(c => $"{_readings[c.Field.Name].Expression} AS {Sql.Name(c.Field.Name)}");
        return $"(SELECT {string.Join(", ", columns)}, {StagedRows.RowNumber} AS row_number FROM {_staged.Relation} WHERE {RowIsGood()})";
    }

    private void Reject()
    {
        if (_staged.Unread > 0)
        {
            Insert($"SELECT line, NULL, any_value(csv_line), lower(string_agg(DISTINCT error_type::VARCHAR, ', ')) FROM (SELECT u.line, csv_line, error_type FROM reject_errors e JOIN unread_lines u ON e.line = u.row) GROUP BY line");
        }

        if (source.HasBadLines)
        {
            Insert(_staged.WithLines($"NULL, \"{ImportSource.BadColumn}\", 'is not a JSON object'", $"\"{ImportSource.BadColumn}\" IS NOT NULL"));
        }

        RejectLines();
        RejectCells();
    }

    // The line's cells are kept as JSON, so that nothing of it is lost.
    private void RejectLines()
    {
        string cells = "to_json({" + string.Join(", ", mapping.Columns.Select(c => $"{Sql.Text(c.Header)}: {Sql.Name(c.Field.Name)}")) + "})";
        string notBad = source.HasBadLines ? $" AND \"{ImportSource.BadColumn}\" IS NULL" : "";
        string earlier = "";
        foreach (MappedColumn column in mapping.Columns.Where(c => c.Field.Required))
        {
            string name = Sql.Name(column.Field.Name);
            string reason = $"CASE WHEN {name} IS NULL THEN 'line: {column.Field.Name} is missing' ELSE 'line: {column.Field.Name} {_readings[column.Field.Name].Reason}' END";
            Insert(_staged.WithLines($"{Sql.Text(column.Field.Name)}, {cells}, {reason}", $"NOT {Good(column)}{earlier}{notBad}"));
            earlier += $" AND {Good(column)}";
        }
    }

    private void RejectCells()
    {
        foreach (MappedColumn column in mapping.Columns.Where(c => !c.Field.Required && !_readings[c.Field.Name].ReadsAll))
        {
            string name = Sql.Name(column.Field.Name);
            Insert(_staged.WithLines($"{Sql.Text(column.Field.Name)}, CAST({name} AS VARCHAR), {Sql.Text(_readings[column.Field.Name].Reason)}", $"{name} IS NOT NULL AND NOT {Good(column)} AND {RowIsGood()}"));
        }
    }

    private void Insert(string select) =>
        workspace.Execute($"INSERT INTO rejected SELECT {Sql.Text(source.Name)}, *, {_importId} FROM ({select}) AS r", cancellationToken);

    private ImportReport Account(long updated)
    {
        IReadOnlyList<RejectedCount> rejected = Rejections();
        long lines = rejected.Where(r => r.Column is null || r.Reason.StartsWith(LineRejected + ":", StringComparison.Ordinal)).Sum(r => r.Count);
        long read = _staged.Count + _staged.Unread;
        return new ImportReport
        {
            Source = source.Name,
            Kind = _table.Kind,
            Format = source.Format,
            Compression = source.Compression == Text.Compression.None ? null : source.Compression.ToString().ToLowerInvariant(),
            Encoding = source.Encoding,
            Delimiter = source.Delimiter,
            ContentHash = source.ContentHash,
            Columns = [.. mapping.Columns.Select(c => new ImportedColumn(c.Field.Name, c.Header, Math.Round(c.Confidence, 2), _readings[c.Field.Name].Description))],
            IgnoredColumns = [.. source.Headers.Except(mapping.Columns.Select(c => c.Header))],
            RowsRead = read,
            RowsTaken = read - lines,
            KeysUpdated = updated,
            RowsRejected = lines,
            CellsRejected = rejected.Sum(r => r.Count) - lines,
            Rejected = rejected,
            Notes = _notes,
        };
    }

    private List<RejectedCount> Rejections()
    {
        var counts = new List<RejectedCount>();
        using DuckDBDataReader reader = workspace.Query($"SELECT \"column\", reason, count(*) FROM rejected WHERE import_id = {_importId} GROUP BY ALL ORDER BY 3 DESC, 1, 2", cancellationToken);
        while (reader.Read())
        {
            counts.Add(new RejectedCount(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return counts;
    }
}
