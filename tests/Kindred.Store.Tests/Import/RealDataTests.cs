using Kindred.Store.Baskets;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;
using Kindred.Tests.Shared;

namespace Kindred.Store.Tests.Import;

/// <summary>Published facts of real files (the README of the data folder).</summary>
public sealed class RealDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public RealDataTests() => _workspace = Workspace.Open(_folder.Path);

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Online_Retail_has_its_published_counts_turnover_and_baskets()
    {
        ImportReport report = Importer.Import(_workspace, SharedData.Require("retail/online_retail.csv.gz"));
        Assert.Equal(ImportKind.Orders, report.Kind);
        Assert.Equal((541_909, 541_909, 0), (report.RowsRead, report.RowsTaken, report.RowsRejected));
        Assert.Equal(0, report.CellsRejected);
        Assert.Equal(541_909, Scalar("SELECT count(*) FROM order_lines"));
        Assert.Equal(25_900, Scalar("SELECT count(DISTINCT order_id) FROM order_lines"));
        Assert.Equal(4_070, Scalar("SELECT count(DISTINCT product_id) FROM order_lines"));
        Assert.Equal(4_372, Scalar("SELECT count(DISTINCT customer_id) FROM order_lines"));
        Assert.Equal(135_080, Scalar("SELECT count(*) FROM order_lines WHERE customer_id IS NULL"));
        Assert.Equal(1_454, Scalar("SELECT count(*) FROM order_lines WHERE title IS NULL"));
        Assert.Equal(9_288, Scalar("SELECT count(*) FROM order_lines WHERE order_id LIKE 'C%'"));
        Assert.Equal(1, Scalar("SELECT count(DISTINCT customer_id) FROM order_lines WHERE customer_id = '17850'"));
        Assert.Equal("9747747.93", _workspace.Scalar<string>("SELECT CAST(CAST(sum(quantity * unit_price) AS DECIMAL(18,2)) AS VARCHAR) FROM order_lines"));
        Assert.Equal("WHITE HANGING HEART T-LIGHT HOLDER", _workspace.Scalar<string>("SELECT title FROM products WHERE product_id = '85123A'"));
        Assert.Equal(4_070, Scalar("SELECT count(*) FROM products"));
        Assert.Equal(["Country"], report.IgnoredColumns);
        LoadsAsOneBasketAnOrderInOrderOfTime();
    }

    private void LoadsAsOneBasketAnOrderInOrderOfTime()
    {
        LoadedBaskets loaded = _workspace.LoadBaskets(new BasketOptions { Lines = "order_lines" });
        Assert.Equal(25_900, loaded.Baskets.Count);
        Assert.Equal(4_070, loaded.Baskets.Products.Count);
        Assert.Equal(Scalar("SELECT count(*) FROM (SELECT DISTINCT order_id, product_id FROM order_lines)"), loaded.Baskets.OccurrenceCount);
        Assert.Equal(loaded.OrderedAt!.Order(), loaded.OrderedAt);
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0, DateTimeKind.Utc), loaded.OrderedAt![0]);
    }

    [Fact]
    public void Instacart_orders_and_catalogue_import()
    {
        ImportReport orders = Importer.Import(_workspace, SharedData.Require("retail/instacart/order_products__prior.csv.gz"));
        ImportReport products = Importer.Import(_workspace, SharedData.Require("retail/instacart/products.csv.gz"));
        Assert.Equal((ImportKind.Orders, ImportKind.Products), (orders.Kind, products.Kind));
        Assert.Equal(199_999, orders.RowsTaken);
        Assert.Equal(19_850, Scalar("SELECT count(DISTINCT order_id) FROM order_lines"));
        Assert.Equal(49_688, products.RowsTaken);
        Assert.Equal(49_688, Scalar("SELECT count(*) FROM products"));
        Assert.Equal("Chocolate Sandwich Cookies", _workspace.Scalar<string>("SELECT title FROM products WHERE product_id = '1'"));
    }

    [Fact]
    public void Groceries_baskets_have_their_published_counts()
    {
        ImportReport report = Importer.Import(_workspace, SharedData.Require("retail/groceries.csv"), new ImportOptions { Format = ImportFormat.Basket });
        Assert.Equal(43_367, report.RowsTaken);
        LoadedBaskets loaded = _workspace.LoadBaskets();
        Assert.Equal((9_835, 169, 43_367), (loaded.Baskets.Count, loaded.Baskets.Products.Count, loaded.Baskets.OccurrenceCount));
        Assert.Null(loaded.OrderedAt);
    }

    [Fact]
    public void Fimi_files_are_recognised_and_have_their_published_counts()
    {
        ImportReport report = Importer.Import(_workspace, SharedData.Require("fimi/retail.dat.gz"));
        Assert.Equal(ImportFormat.Fimi, report.Format);
        LoadedBaskets loaded = _workspace.LoadBaskets();
        Assert.Equal((88_162, 16_470, 908_576), (loaded.Baskets.Count, loaded.Baskets.Products.Count, loaded.Baskets.OccurrenceCount));
    }

    private long Scalar(string sql) => _workspace.Scalar<long>(sql);
}
