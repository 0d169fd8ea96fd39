using CsCheck;
using Kindred.Store.Import;

namespace Kindred.Store.Tests.Import;

/// <summary>Whatever a file holds, it is imported or refused with an <see cref="ImportException"/>.</summary>
public sealed class FuzzTests : ImportTestBase
{
    private const string Csv = "order_id,sku,title,qty,order_date\n1,a,\"Tea, \"\"green\"\"\",2,2024-01-05\n2,b,咖啡,-1.5,05/01/2024\n\n3,c,\"two\nlines\",x,\n";

    private static readonly byte[] Special = [(byte)'"', (byte)',', (byte)'\n', (byte)'\r', 0, 0xFF, (byte)';', (byte)'\''];

    [Fact]
    public void Any_bytes_are_imported_or_refused() => AnyBytes(15);

    [Fact]
    public void A_table_with_changed_bytes_is_imported_or_refused() => ChangedTables(15);

    [Fact(Explicit = true)]
    public void Many_files_of_any_bytes_are_imported_or_refused() => AnyBytes(300);

    [Fact(Explicit = true)]
    public void Many_tables_with_changed_bytes_are_imported_or_refused() => ChangedTables(300);

    private void AnyBytes(int files) => Gen.Byte.Array[0, 200].Sample(ImportsOrRefuses, iter: files, threads: 1);

    private void ChangedTables(int tables) =>
        Gen.Select(Gen.Int[0, Csv.Length - 1], Gen.Int[0, Special.Length - 1]).Array[1, 6]
            .Sample(changes => ImportsOrRefuses(Changed(changes)), iter: tables, threads: 1);

    private static byte[] Changed((int Position, int Value)[] changes)
    {
        byte[] content = System.Text.Encoding.UTF8.GetBytes(Csv);
        foreach ((int position, int value) in changes)
        {
            content[position] = Special[value];
        }

        return content;
    }

    // What is imported must add up: every row read was taken or is in rejected.
    private void ImportsOrRefuses(byte[] content)
    {
        string file = Files.Write("any.csv", content);
        try
        {
            ImportReport report = Importer.Import(Workspace, file, new ImportOptions { Force = true });
            Assert.Equal(report.RowsRead, report.RowsTaken + report.RowsRejected);
            Assert.Equal(report.RowsRejected + report.CellsRejected, Workspace.Scalar<long>("SELECT count(*) FROM rejected WHERE import_id = (SELECT max(import_id) FROM imports)"));
        }
        catch (ImportException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }
}
