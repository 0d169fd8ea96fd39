using System.Diagnostics;
using Kindred.Store.Import;
using Kindred.Store.Import.Sources;

namespace Kindred.Store.Tests.Import;

/// <summary>A server of its own on a socket in a temporary folder; absent where PostgreSQL is not installed.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Prelude = "cd /; bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1); as=; [ \"$(id -u)\" != 0 ] || as='runuser -u postgres --'; ";

    public PostgresServer()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/usr/lib/postgresql"))
        {
            return;
        }

        Socket = Bash("set -e; dir=$($as mktemp -d -t kindred-pg-XXXXXX); $as $bin/initdb -D $dir/data -U postgres -A trust -E UTF8 >/dev/null; $as $bin/pg_ctl -D $dir/data -l $dir/log -w -o \"-k $dir -c listen_addresses= -c fsync=off\" start >/dev/null; echo $dir").Trim();
    }

    public string? Socket { get; }

    public void Run(string sql) => Bash($"$bin/psql -h {Socket} -U postgres -q -v ON_ERROR_STOP=1 -c \"{sql}\"");

    public void Dispose()
    {
        if (Socket is not null)
        {
            Bash($"$as $bin/pg_ctl -D {Socket}/data -m immediate stop >/dev/null; rm -rf {Socket}");
        }
    }

    private static string Bash(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", Prelude + script]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The PostgreSQL script ended with {process.ExitCode}: {script}");
    }
}

public sealed class PostgresTests(PostgresServer server) : ImportTestBase, IClassFixture<PostgresServer>
{
    [Fact]
    public void A_table_is_imported_with_nulls_text_and_decimals()
    {
        server.Run("DROP TABLE IF EXISTS lines; CREATE TABLE lines (order_id int, sku text, title text, qty numeric, ordered_at timestamptz, customer_id text); INSERT INTO lines VALUES (1, 'P,1', 'two\nlines', 2.5, '2024-03-05 10:00+08', NULL), (2, 'P2', '咖啡', 1, '2024-03-06 00:00+00', 'c')");
        ImportReport report = Importer.Import(Workspace, Address("table=lines"));
        Assert.Equal((ImportFormat.Postgres, 2L, 0L), (report.Format, report.RowsTaken, report.RowsRejected));
        Assert.Equal(
            ["1|P,1|two\nlines|2.5000|2024-03-05 02:00:00|-", "2|P2|咖啡|1.0000|2024-03-06 00:00:00|c"],
            Rows("SELECT order_id, product_id, title, quantity, ordered_at, customer_id FROM order_lines ORDER BY 1"));
        Assert.True(Importer.Import(Workspace, Address("table=lines")).AlreadyImported);
    }

    [Fact]
    public void A_query_is_imported_and_bad_rows_have_the_number_of_the_row()
    {
        ImportReport report = Importer.Import(Workspace, Address("query=" + Uri.EscapeDataString("SELECT i AS order_id, CASE WHEN i <> 3 THEN 'p' END AS product_id FROM generate_series(1, 5) i;")));
        Assert.Equal((5, 4), (report.RowsRead, report.RowsTaken));
        Assert.Equal(["4"], Rows("SELECT line FROM rejected"));
    }

    [Fact]
    public void What_the_server_refuses_is_told_in_one_sentence_without_the_password()
    {
        ImportException error = Assert.Throws<ImportException>(() => Importer.Import(Workspace, Address("table=nothing_here").Replace("postgres@", "postgres:secret@")));
        Assert.Contains("nothing_here", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private string Address(string what)
    {
        Assert.SkipWhen(server.Socket is null, "PostgreSQL is not installed; scripts/install-test-needs installs it.");
        return $"postgres://postgres@localhost/postgres?host={Uri.EscapeDataString(server.Socket!)}&{what}";
    }
}

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://host/db")]
    [InlineData("postgres://host?table=x")]
    [InlineData("postgres://host/db?table=x&query=y")]
    [InlineData("postgres://host/db?table=x&nonsense=1")]
    public void Addresses_that_say_too_little_or_too_much_are_refused(string address) =>
        Assert.Throws<ImportException>(() => PostgresAddress.Parse(address));

    [Fact]
    public void The_parts_of_an_address_are_understood()
    {
        PostgresAddress address = PostgresAddress.Parse("postgres://me:p%40ss@db.example:6543/shop?table=sales.lines");
        Assert.Contains("Password=p@ss", address.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("Port=6543", address.ConnectionString, StringComparison.Ordinal);
        Assert.Equal("SELECT * FROM \"sales\".\"lines\"", address.Query);
        Assert.Equal("postgres://me@db.example:6543/shop?table=sales.lines", address.Display);
    }
}
