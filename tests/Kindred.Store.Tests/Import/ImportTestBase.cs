using DuckDB.NET.Data;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Import;

/// <summary>A workspace and files of its own for each test.</summary>
public abstract class ImportTestBase : IDisposable
{
    private protected TemporaryFolder Files { get; } = new();

    private protected Workspace Workspace { get; }

    protected ImportTestBase() => Workspace = Workspace.Open(Files.File("workspace"), new WorkspaceOptions { Threads = 1 });

    public void Dispose()
    {
        Workspace.Dispose();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ImportReport Import(string content, ImportOptions? options = null, string name = "orders.csv") =>
        Importer.Import(Workspace, Files.Write(name, content), options);

    /// <summary>The rows of a query as text, cells joined by bars and NULL as a dash.</summary>
    private protected string[] Rows(string sql)
    {
        var rows = new List<string>();
        using DuckDBDataReader reader = Workspace.Query($"SELECT COLUMNS(*)::VARCHAR FROM ({sql})");
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : reader.GetString(i))));
        }

        return [.. rows];
    }

    private protected string[] Rejected() => Rows("SELECT line, \"column\", value, reason FROM rejected ORDER BY line, \"column\"");
}
