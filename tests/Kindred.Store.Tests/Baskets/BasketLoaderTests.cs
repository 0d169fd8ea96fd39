using System.Globalization;
using Kindred.Store.Baskets;
using Kindred.Store.Tests.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Baskets;

public class BasketLoaderTests : ImportTestBase
{
    private static readonly BasketOptions All = new() { Customers = true, SegmentColumn = "store" };

    [Fact]
    public void Orders_become_baskets_in_time_with_customers_segments_and_categories()
    {
        Import("""
            order_id,product_id,customer_id,ordered_at,quantity,store
            o2,tea,ann,2024-01-02 10:00:00,1,North
            o1,milk,bob,2024-01-03 09:00:00,1,South
            o2,jam,ann,2024-01-02 09:00:00,1,North
            o3,tea,,2024-01-04 09:00:00,1,
            o2,tea,ann,2024-01-02 10:00:00,2,North
            o1,a product with a long id,bob,2024-01-01 09:00:00,1,South
            """);
        Import("product_id,title,category\ntea,Green tea,Drinks > Tea\n", name: "products.csv");
        LoadedBaskets loaded = Workspace.LoadBaskets(All, TestContext.Current.CancellationToken);
        Assert.Equal(["a product with a long id", "jam", "milk", "tea"], Enumerable.Range(0, 4).Select(row => loaded.Baskets.Products[row].Value));
        Assert.Equal([[0, 2], [1, 3], [3]], Enumerable.Range(0, 3).Select(b => loaded.Baskets[b].ToArray()));
        Assert.Equal([new DateTime(2024, 1, 1, 9, 0, 0), new(2024, 1, 2, 9, 0, 0), new(2024, 1, 4, 9, 0, 0)], loaded.OrderedAt!);
        Assert.Equal(["ann", "bob"], loaded.Customers!.Names);
        Assert.Equal([1, 0, -1], loaded.Customers.Rows);
        Assert.Equal(["North", "South"], loaded.Segments!.Names);
        Assert.Equal([1, 0, -1], loaded.Segments.Rows);
        Assert.Equal([null, null, null, "Drinks > Tea"], loaded.Categories);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_memory_and_by_the_database_the_baskets_are_the_same(int seed)
    {
        FillAtRandom(new Random(seed));
        LoadedBaskets packed = Workspace.LoadBaskets(All, TestContext.Current.CancellationToken);
        var queried = new BasketQueries(Workspace, All, BasketLoader.Lines(All), TestContext.Current.CancellationToken).Load();
        Assert.True(packed.Baskets.Count > 5_000, $"{packed.Baskets.Count}");
        Assert.Equal(queried.Baskets.Products.Fingerprint, packed.Baskets.Products.Fingerprint);
        Assert.Equal(queried.Baskets.Offsets, packed.Baskets.Offsets);
        Assert.Equal(queried.Baskets.Rows, packed.Baskets.Rows);
        Assert.Equal(queried.Times, packed.OrderedAt);
        Assert.Equal(queried.Customers!.Names, packed.Customers!.Names);
        Assert.Equal(queried.Customers.Rows, packed.Customers.Rows);
        Assert.Equal(queried.Segments!.Names, packed.Segments!.Names);
        Assert.Equal(queried.Segments.Rows, packed.Segments.Rows);
    }

    [Fact]
    public void A_segment_column_that_is_none_is_refused()
    {
        var fault = Assert.Throws<WorkspaceException>(() => Workspace.LoadBaskets(new BasketOptions { SegmentColumn = "quantity" }, TestContext.Current.CancellationToken));
        Assert.Contains("store, channel", fault.Message, StringComparison.Ordinal);
    }

    // Orders in pieces, ids on both sides of the 12 bytes that DuckDB keeps inline, missing times, customers and stores, several of them in one order.
    private void FillAtRandom(Random random)
    {
        var lines = new List<string>();
        while (lines.Count < 20_000)
        {
            int order = random.Next(9_000);
            for (int line = random.Next(1, 5); line > 0; line--)
            {
                string id = order % 7 == 0 ? $"order number {order}" : order.ToString(CultureInfo.InvariantCulture);
                string product = random.Next(3) == 0 ? $"produit n° {random.Next(50)}" : $"{random.Next(50)}";
                string time = random.Next(4) == 0 ? "NULL" : $"TIMESTAMP '2024-01-0{random.Next(1, 9)} 00:00:00'";
                lines.Add($"('{id}', '{product}', {Maybe(random, "customer", 300)}, {time}, {Maybe(random, "shop", 4)})");
            }
        }

        Workspace.Execute(
            $"INSERT INTO order_lines (order_id, product_id, customer_id, ordered_at, store, import_id) SELECT *, 0 FROM (VALUES {string.Join(",", lines)})",
            TestContext.Current.CancellationToken);
    }

    private static string Maybe(Random random, string name, int count) => random.Next(3) == 0 ? "NULL" : $"'{name} {random.Next(count)}'";
}
