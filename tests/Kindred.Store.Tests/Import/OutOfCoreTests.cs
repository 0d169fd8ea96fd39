using System.Diagnostics;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Import;

public sealed class OutOfCoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A twentieth of the 100 million lines that must fit 2 GB, with a quarter of the memory.</summary>
    [Fact(Explicit = true)]
    public void A_file_larger_than_the_memory_limit_is_imported()
    {
        const long Limit = 512L << 20;
        const int Lines = 5_000_000;
        using Workspace workspace = Workspace.Open(_folder.File("workspace"), new WorkspaceOptions { MemoryLimitBytes = Limit });
        string file = _folder.File("orders.csv");
        workspace.Execute(
            $"""
            COPY (SELECT i // 8 AS order_id, 'P' || (hash(i) % 20000) AS sku, 'Title of product ' || (hash(i) % 20000) || ' in a long form' AS title,
                         1 + hash(i + 1) % 5 AS quantity, TIMESTAMP '2023-01-01' + to_seconds(i // 8) AS order_date, (hash(i) % 2000) / 100.0 AS price,
                         'C' || (hash(i // 8) % 500000) AS customer_id, 'a cell that nobody wants and that makes the line longer, much longer' AS remark
                  FROM range({Lines}) t(i)) TO '{file}' (HEADER)
            """);
        Assert.True(new FileInfo(file).Length > Limit);
        ImportReport report = Importer.Import(workspace, file);
        Assert.Equal(Lines, report.RowsTaken);
        Assert.Equal(Lines / 8, workspace.Scalar<long>("SELECT count(DISTINCT order_id) FROM order_lines"));
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64, 0, Limit);
    }
}
