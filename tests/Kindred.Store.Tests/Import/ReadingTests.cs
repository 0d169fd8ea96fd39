using Kindred.Store.Import;

namespace Kindred.Store.Tests.Import;

/// <summary>How headers, numbers, dates and ids are understood.</summary>
public sealed class ReadingTests : ImportTestBase
{
    [Fact]
    public void White_space_of_every_kind_is_trimmed_and_marks_for_nothing_are_empty()
    {
        Import("order_id,sku,customer_id,qty\n\u3000A1 ,\u00A0P1\u00A0,  null  ,\t2\t\nA2,é,  NaN,-\n\uFEFFA3\uFEFF,咖啡\u3000,null and void, N/A \n");
        Assert.Equal(["A1|P1|-|2.0000", "A2|é|-|-", "A3|咖啡|null and void|-"], Rows("SELECT order_id, product_id, customer_id, quantity FROM order_lines ORDER BY 1"));
    }

    [Theory]
    [InlineData("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("订单号,商品编号,商品名称,数量,单价,下单时间,客户编号", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("Order ID,Order Date,Customer ID,SKU,Item Name,Quantity,Item Cost", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("increment_id,created_at,customer_id,sku,name,qty_ordered,price", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("amazon-order-id,purchase-date,sku,product-name,quantity,item-price,buyer-email", "order_id product_id customer_id ordered_at quantity unit_price title")]
    [InlineData("order_id,product_id,add_to_cart_order,reordered", "order_id product_id")]
    public void Headers_of_common_exports_are_recognised(string header, string fields)
    {
        ColumnMapping mapping = ColumnMapping.Choose(null, header.Split(','), new Dictionary<string, string>(), "file");
        Assert.Equal(ImportKind.Orders, mapping.Table.Kind);
        Assert.Equal(fields, string.Join(' ', mapping.Columns.Select(c => c.Field.Name)));
    }

    [Theory]
    [InlineData("product_id,product_name,aisle_id,department_id", ImportKind.Products)]
    [InlineData("商品编号,商品名称,品牌,类目,价格", ImportKind.Products)]
    [InlineData("product_id,rating,review_text,review_date", ImportKind.Reviews)]
    [InlineData("sku,warehouse,on_hand,lead_time_days", ImportKind.Stock)]
    [InlineData("event_id,event_time,event_type,user_id,product_id", ImportKind.Events)]
    public void The_kind_is_told_from_the_columns(string header, ImportKind kind) =>
        Assert.Equal(kind, ColumnMapping.Choose(null, header.Split(','), new Dictionary<string, string>(), "file").Table.Kind);

    [Fact]
    public void The_map_overrules_and_wrong_maps_are_explained()
    {
        Import("a,b,sku\nO1,X,Y\n", new ImportOptions { Map = ImportOptions.ParseMap("order_id=a, product_id=b") });
        Assert.Equal(["O1|X"], Rows("SELECT order_id, product_id FROM order_lines"));
        Assert.Contains("has no column 'zz'", Failure("order_id=zz"), StringComparison.Ordinal);
        Assert.Contains("'nonsense' is not a column of order_lines", Failure("nonsense=a"), StringComparison.Ordinal);
        Assert.Throws<ImportException>(() => ImportOptions.ParseMap("order_id"));
    }

    [Theory]
    [InlineData("1234.5;1,234.50;$1,234.50;(12.50);12.50-", "1234.5000;1234.5000;1234.5000;-12.5000;-12.5000")]
    [InlineData("1234,5;1.234,50;€ 1.234,50;1.234", "1234.5000;1234.5000;1234.5000;1234.0000")]
    [InlineData("1e3;.5;-2", "1000.0000;0.5000;-2.0000")]
    [InlineData("￥12.50;12元", "12.5000;12.0000")]
    public void Numbers_are_read_by_the_style_of_the_whole_column(string cells, string expected) =>
        Assert.Equal(expected.Split(';'), Column(cells.Split(';'), "unit_price"));

    [Theory]
    [InlineData("2024-03-05;2024/3/6 7:08;2024-03-05T10:20:30", "2024-03-05 00:00:00;2024-03-06 07:08:00;2024-03-05 10:20:30")]
    [InlineData("2024-03-05T10:00:00+08:00;2024-03-05T10:00:00Z", "2024-03-05 02:00:00;2024-03-05 10:00:00")]
    [InlineData("05/03/2024;31/12/2024 23:59", "2024-03-05 00:00:00;2024-12-31 23:59:00")]
    [InlineData("3/5/2024 8:26;12/31/2024 1:02 PM", "2024-03-05 08:26:00;2024-12-31 13:02:00")]
    [InlineData("05.03.24;31.12.24", "2024-03-05 00:00:00;2024-12-31 00:00:00")]
    [InlineData("2024年3月5日;2024年12月31日 10:20;2024年3月5日10时20分30秒", "2024-03-05 00:00:00;2024-12-31 10:20:00;2024-03-05 10:20:30")]
    [InlineData("45356;45356.5", "2024-03-05 00:00:00;2024-03-05 12:00:00")]
    [InlineData("1709634030;1709634031", "2024-03-05 10:20:30;2024-03-05 10:20:31")]
    [InlineData("1709634030000", "2024-03-05 10:20:30")]
    [InlineData("20240305;20241231", "2024-03-05 00:00:00;2024-12-31 00:00:00")]
    [InlineData("5 Mar 2024;31 Dec 2024", "2024-03-05 00:00:00;2024-12-31 00:00:00")]
    public void Dates_are_read_by_the_form_of_the_whole_column(string cells, string expected)
    {
        Assert.Equal(expected.Split(';'), Column(cells.Split(';'), "ordered_at"));
        Assert.Empty(Rejected());
    }

    [Fact]
    public void An_undecidable_date_order_is_told_and_can_be_decided()
    {
        string content = "order_id,sku,date\n1,a,01/02/2024\n2,a,02/02/2024\n3,a,03/02/2024\n";
        ImportReport report = Import(content);
        Assert.Contains("alike", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal("day/month/year", report.Columns.Single(c => c.Column == "ordered_at").Reading);
        Import(content, new ImportOptions { DateFormat = "%m/%d/%Y" });
        Assert.Equal(["2024-01-02", "2024-02-02", "2024-03-02"], Rows("SELECT ordered_at::DATE FROM order_lines ORDER BY 1"));
    }

    [Fact]
    public void Customer_ids_lose_the_point_zero_of_data_frames()
    {
        Import("order_id,sku,customer_id\n1,1.0,17850.0\n2,1.0,\n3,X1.0,13047.0\n");
        Assert.Equal(["17850", "-", "13047"], Rows("SELECT customer_id FROM order_lines ORDER BY order_id"));
        Assert.Equal(["1.0", "1.0", "X1.0"], Rows("SELECT product_id FROM order_lines ORDER BY order_id"));
    }

    [Fact]
    public void The_most_frequent_title_and_price_describe_a_product_until_a_catalogue_does()
    {
        Import("order_id,sku,title,price\n1,a,Tea,2\n2,a,Green tea,3\n3,a,Green tea,3\n");
        Assert.Equal(["a|Green tea|3.0000"], Rows("SELECT product_id, title, price FROM products"));
        Import("product_id,title,brand\na,Finest tea,Leaf\nb,Cup,\n", name: "products.csv");
        Import("order_id,sku,title\n4,a,Tea\n", name: "more.csv");
        Assert.Equal(["a|Finest tea|Leaf|3.0000", "b|Cup|-|-"], Rows("SELECT product_id, title, brand, price FROM products ORDER BY 1"));
    }

    [Fact]
    public void The_same_content_changes_nothing_and_new_content_replaces_its_orders()
    {
        ImportReport first = Import("order_id,sku,qty\n1,a,1\n1,a,1\n2,b,1\n");
        Assert.Equal(["1|a", "1|a", "2|b"], Rows("SELECT order_id, product_id FROM order_lines ORDER BY ALL"));
        ImportReport again = Import("order_id,sku,qty\n1,a,1\n1,a,1\n2,b,1\n", name: "copy.csv");
        Assert.True(again.AlreadyImported);
        Assert.Equal(first.RowsTaken, again.RowsTaken);
        ImportReport update = Import("order_id,sku,qty\n1,c,5\n3,d,1\n", name: "update.csv");
        Assert.Equal(1, update.KeysUpdated);
        Assert.Equal(["1|c", "2|b", "3|d"], Rows("SELECT order_id, product_id FROM order_lines ORDER BY ALL"));
        Assert.Equal(2, Importer.History(Workspace).Count);
    }

    [Fact]
    public void Events_reviews_and_stock_go_to_their_tables()
    {
        Import("event_id,event_time,event_type,user_id,product_id\ne1,2024-01-01 10:00:00,view,u1,p1\n", name: "events.csv");
        Import("product_id,rating,review_text\np1,5,Good\n", name: "reviews.csv");
        Import("sku,warehouse,on_hand\np1,North,7\np1,North,9\n", name: "stock.csv");
        Assert.Equal(["e1|2024-01-01 10:00:00|view|u1|p1"], Rows("SELECT event_id, occurred_at, kind, customer_id, product_id FROM events"));
        Assert.Equal(["p1|5.0000|Good"], Rows("SELECT product_id, rating, text FROM reviews"));
        Assert.Equal(["p1|North|9.0000"], Rows("SELECT product_id, location, on_hand FROM stock"));
    }

    private string[] Column(string[] cells, string field)
    {
        Import($"order_id\tsku\t{field}\n" + string.Concat(cells.Select((c, i) => $"{i:00}\tp\t{c}\n")));
        return Rows($"SELECT {field} FROM order_lines ORDER BY order_id");
    }

    private string Failure(string map) =>
        Assert.Throws<ImportException>(() => Import("a,b,sku\nO1,X,Y\n", new ImportOptions { Kind = ImportKind.Orders, Map = ImportOptions.ParseMap(map) })).Message;
}
