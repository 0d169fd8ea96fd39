using Kindred.Store.Cleaning;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Cleaning;

/// <summary>A workspace whose order lines a test writes by hand.</summary>
internal sealed class OrderBook : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _minute;

    public OrderBook() => Workspace = Workspace.Open(_folder.Path);

    public Workspace Workspace { get; }

    /// <summary>Adds a line one minute after the one before it.</summary>
    public OrderBook Line(
        string order, string product, decimal? quantity = 1, decimal? price = 2, string? customer = "ann", string? title = null)
    {
        string at = $"TIMESTAMP '2026-01-01' + INTERVAL {_minute++} MINUTE";
        return LineAt(at, order, product, quantity, price, customer, title);
    }

    /// <summary>Adds a line at the time of the SQL expression.</summary>
    public OrderBook LineAt(string at, string order, string product, decimal? quantity, decimal? price, string? customer, string? title)
    {
        Workspace.Execute($"""
            INSERT INTO order_lines (order_id, product_id, customer_id, ordered_at, quantity, unit_price, title, import_id)
            VALUES ({Text(order)}, {Text(product)}, {Text(customer)}, {at}, {quantity?.ToString() ?? "NULL"}, {price?.ToString() ?? "NULL"}, {Text(title)}, 1)
            """);
        return this;
    }

    /// <summary>Loads Online Retail as the importer does: trimmed, titles as written.</summary>
    public static OrderBook OnlineRetail()
    {
        string file = Kindred.Tests.Shared.SharedData.Require("retail/online_retail.csv.gz");
        var book = new OrderBook();
        book.Workspace.Execute($"""
            INSERT INTO order_lines (order_id, product_id, customer_id, ordered_at, quantity, unit_price, title, import_id)
            SELECT trim(InvoiceNo), trim(StockCode), CustomerID, InvoiceDate::TIMESTAMP, Quantity::DECIMAL(18,4), UnitPrice::DECIMAL(18,4), trim(Description), 1
            FROM read_csv('{file}', all_varchar = true)
            """);
        return book;
    }

    public CleaningReport Clean(CleaningOptions? options = null) => Cleaner.Run(Workspace, options ?? new CleaningOptions { MaxShareRemoved = 1 });

    public long Count(string sql) => Workspace.Scalar<long>(sql);

    /// <summary>The rows of a one-column query, joined by a space.</summary>
    public string Joined(string column, string from) =>
        Workspace.Scalar<string>($"SELECT string_agg({column}::VARCHAR, ' ' ORDER BY {column}) FROM {from}") ?? "";

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }

    private static string Text(string? value) => value is null ? "NULL" : $"'{value.Replace("'", "''")}'";
}

/// <summary>The tests that read the same cleaned Online Retail.</summary>
[CollectionDefinition(Name)]
public sealed class OnlineRetailCollection : ICollectionFixture<CleanedOnlineRetail>
{
    public const string Name = "cleaned Online Retail";
}

/// <summary>Online Retail, loaded and cleaned with the default rules once for all tests that read it.</summary>
public sealed class CleanedOnlineRetail : IDisposable
{
    private OrderBook? _book;
    private CleaningReport? _report;

    internal (OrderBook Book, CleaningReport Report) Get()
    {
        _book ??= OrderBook.OnlineRetail();
        return (_book, _report ??= _book.Clean(new CleaningOptions()));
    }

    public void Dispose() => _book?.Dispose();
}
