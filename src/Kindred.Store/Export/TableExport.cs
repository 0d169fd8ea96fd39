using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Export;

/// <summary>Writes a table or view of a workspace as Parquet, CSV or JSON lines, by the file's extension.</summary>
public static class TableExport
{
    /// <summary>Writes all rows, in the order of the table; the file appears whole or not at all.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="table">Name of a table or view.</param>
    /// <param name="path">A .parquet, .csv or .jsonl file.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left.</param>
    /// <returns>Number of rows.</returns>
    /// <exception cref="Domain.KindredDataException">The extension is none of the three.</exception>
    public static long Write(Workspace workspace, string table, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string format = TableFile.FormatOf(path);
        AtomicFile.Replace(path, temporary => workspace.Execute($"COPY (SELECT * FROM {Sql.Name(table)}) TO {Sql.Text(temporary)} ({format})", cancellationToken));
        return workspace.Scalar<long>($"SELECT count(*) FROM {Sql.Name(table)}", cancellationToken);
    }
}
