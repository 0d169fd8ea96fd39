using DuckDB.NET.Data;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Workspaces;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Opening_creates_settings_and_tables_and_reopening_keeps_rows()
    {
        using (Workspace workspace = Workspace.Open(_folder.File("w")))
        {
            workspace.Execute("INSERT INTO order_lines (order_id, product_id, import_id) VALUES ('o', 'p', 1)");
        }

        Assert.True(Workspace.Exists(_folder.File("w")));
        using Workspace again = Workspace.Open(_folder.File("w"));
        Assert.Equal("o", again.Scalar<string>("SELECT order_id FROM clean_lines"));
    }

    [Fact]
    public void A_second_writer_is_told_who_holds_the_workspace()
    {
        using Workspace first = Workspace.Open(_folder.Path, new WorkspaceOptions { Purpose = "kindred import" });
        WorkspaceException error = Assert.Throws<WorkspaceException>(() => Workspace.Open(_folder.Path));
        Assert.Contains($"process {Environment.ProcessId} (kindred import", error.Message, StringComparison.Ordinal);
        Assert.Throws<WorkspaceException>(() => Workspace.Open(_folder.Path, new WorkspaceOptions { ReadOnly = true }));
    }

    [Fact]
    public void Readers_share_a_workspace_and_cannot_change_it()
    {
        Workspace.Open(_folder.Path).Dispose();
        using Workspace first = Workspace.Open(_folder.Path, new WorkspaceOptions { ReadOnly = true });
        using Workspace second = Workspace.Open(_folder.Path, new WorkspaceOptions { ReadOnly = true });
        Assert.Equal(0, second.Scalar<long>("SELECT count(*) FROM order_lines"));
        Assert.ThrowsAny<DuckDBException>(() => second.Execute("DELETE FROM order_lines"));
    }

    [Theory]
    [InlineData("{ \"schema\": 1, \"treads\": 3 }", "treads")]
    [InlineData("{ \"schema\": 99 }", "layout 99")]
    [InlineData("not json", "not valid")]
    [InlineData("{}", "schema")]
    public void Settings_that_do_not_fit_are_refused_with_the_cause(string settings, string cause)
    {
        _folder.Write("kindred.json", settings);
        WorkspaceException error = Assert.Throws<WorkspaceException>(() => Workspace.Open(_folder.Path));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Contains("kindred.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_transaction_changes_nothing()
    {
        using Workspace workspace = Workspace.Open(_folder.Path);
        Assert.Throws<InvalidOperationException>(() => workspace.InTransaction(() =>
        {
            workspace.Execute("INSERT INTO products (product_id) VALUES ('p')");
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, workspace.Scalar<long>("SELECT count(*) FROM products"));
    }

    [Fact]
    public void Memory_and_threads_reach_the_database()
    {
        using Workspace workspace = Workspace.Open(_folder.Path, new WorkspaceOptions { MemoryLimitBytes = 1000L << 20, Threads = 1 });
        Assert.Equal("450.0 MiB", workspace.Scalar<string>("SELECT current_setting('memory_limit')"));
        Assert.Equal(1, workspace.Scalar<long>("SELECT current_setting('threads')"));
    }

    [Fact]
    public void All_wrong_options_are_named_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Workspace.Open(_folder.Path, new WorkspaceOptions { MemoryLimitBytes = 1, Threads = 0 }));
        Assert.Contains("memory limit", error.Message, StringComparison.Ordinal);
        Assert.Contains("threads", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        _folder.Write("store.duckdb", "this is no database, but it is long enough to be looked at as one. " + new string('x', 20000));
        WorkspaceException error = Assert.Throws<WorkspaceException>(() => Workspace.Open(_folder.Path));
        Assert.Contains("cannot be opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_interrupted_run_left_is_removed_on_opening()
    {
        Workspace.Open(_folder.Path).Dispose();
        string stale = Directory.CreateDirectory(Path.Combine(_folder.Path, "artifacts", "mine", ".tmp-abc")).FullName;
        string scratch = _folder.Write("tmp/staged.duckdb", "left");
        Workspace.Open(_folder.Path).Dispose();
        Assert.False(Directory.Exists(stale));
        Assert.False(File.Exists(scratch));
    }
}
