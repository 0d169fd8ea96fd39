using System.IO.Compression;
using System.Text;
using Kindred.Store.Import;

namespace Kindred.Store.Tests.Import;

/// <summary>The same three lines of orders, however they are written, give the same table.</summary>
public sealed class FormatTests : ImportTestBase
{
    private const string Csv = "order_id,sku,title,qty,unit_price,order_date,customer\nA1,P1,\"Tea, green\",2,3.50,2024-03-05 10:20:00,C9\nA1,P2,咖啡杯,1,12,2024-03-05 10:20:00,C9\nA2,P1,\"Tea, green\",-1,3.5,2024-03-06,\n";

    private static readonly string[] Expected =
    [
        "A1|P1|C9|2024-03-05 10:20:00|2.0000|3.5000|Tea, green",
        "A1|P2|C9|2024-03-05 10:20:00|1.0000|12.0000|咖啡杯",
        "A2|P1|-|2024-03-06 00:00:00|-1.0000|3.5000|Tea, green",
    ];

    static FormatTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(',', "\n")]
    [InlineData('\t', "\n")]
    [InlineData(';', "\r\n")]
    [InlineData('|', "\r")]
    public void Delimiters_and_line_ends_are_found(char delimiter, string newline)
    {
        string text = Csv.Replace("Tea, green", "Tea; green").Replace(',', delimiter).Replace("Tea; green", "Tea, green").Replace("\n", newline);
        ImportReport report = Import(text);
        Assert.Equal(delimiter.ToString(), report.Delimiter);
        Assert.Equal(Expected, Orders());
        Assert.Empty(Rejected());
    }

    [Theory]
    [InlineData("utf-8", false, "utf-8")]
    [InlineData("utf-8", true, "utf-8")]
    [InlineData("utf-16", true, "utf-16")]
    [InlineData("utf-16", false, "utf-16")]
    [InlineData("utf-16BE", true, "utf-16BE")]
    [InlineData("gb18030", false, "gb18030")]
    public void Encodings_are_found_and_reported(string name, bool mark, string reported)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] content = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Csv)];
        ImportReport report = Importer.Import(Workspace, Files.Write("orders.csv", content));
        Assert.Equal(reported, report.Encoding);
        Assert.Equal(Expected, Orders());
    }

    [Fact]
    public void Latin_1_is_found_also_when_its_first_letter_comes_late()
    {
        string filler = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"B{i},P1,Plain tea,1\n"));
        byte[] content = Encoding.Latin1.GetBytes("order_id,sku,title,qty\n" + filler + "A1,P2,Thé à la crème,1\n");
        ImportReport report = Importer.Import(Workspace, Files.Write("orders.csv", content));
        Assert.Equal("windows-1252", report.Encoding);
        Assert.Equal(["Thé à la crème"], Rows("SELECT title FROM products WHERE product_id = 'P2'"));
    }

    [Fact]
    public void The_encoding_can_be_overruled()
    {
        byte[] content = Encoding.GetEncoding("big5").GetBytes("order_id,sku,title\nA1,P1,咖啡\n");
        Importer.Import(Workspace, Files.Write("orders.csv", content), new ImportOptions { Encoding = "big5" });
        Assert.Equal(["咖啡"], Rows("SELECT title FROM products"));
    }

    [Fact]
    public void Gzip_and_zstd_are_read_as_they_are()
    {
        using (var gzip = new GZipStream(File.Create(Files.File("orders.csv.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Csv));
        }

        using (var compressor = new ZstdSharp.Compressor())
        {
            File.WriteAllBytes(Files.File("orders.csv.zst"), compressor.Wrap(Encoding.UTF8.GetBytes(Csv)).ToArray());
        }

        Assert.Equal("gzip", Importer.Import(Workspace, Files.File("orders.csv.gz")).Compression);
        Assert.Equal(Expected, Orders());
        ImportReport same = Importer.Import(Workspace, Files.File("orders.csv.zst"));
        Assert.True(same.AlreadyImported);
        Assert.Equal("zstd", Importer.Import(Workspace, Files.File("orders.csv.zst"), new ImportOptions { Force = true }).Compression);
        Assert.Equal(Expected, Orders());
    }

    [Theory]
    [InlineData("parquet", "FORMAT parquet")]
    [InlineData("jsonl", "FORMAT json")]
    public void Files_written_by_DuckDB_come_back(string extension, string format)
    {
        string file = Files.File("orders." + extension);
        string csv = Files.Write("source.csv", Csv);
        Workspace.Execute($"COPY (FROM read_csv('{csv}')) TO '{file}' ({format})");
        ImportReport report = Importer.Import(Workspace, file);
        Assert.Equal(extension == "parquet" ? ImportFormat.Parquet : ImportFormat.JsonLines, report.Format);
        Assert.Equal(Expected, Orders());
        Assert.Empty(Rejected());
    }

    [Fact]
    public void Excel_sheets_are_read_with_numbers_dates_and_text()
    {
        ExcelFile.Write(
            Files.File("orders.xlsx"),
            [
                ["Order ID", "SKU", "Product Name", "Qty", "Unit Price", "Order Date", "Customer ID"],
                ["A1", "P1", "Tea, green", 2.0, 3.5, 45356.4305555556, "C9"],
                ["A1", "P2", "咖啡杯", 1.0, 12.0, 45356.4305555556, "C9"],
                ["A2", "P1", "Tea, green", -1.0, 3.5, 45357.0, null],
            ]);
        ImportReport report = Importer.Import(Workspace, Files.File("orders.xlsx"));
        Assert.Equal(ImportFormat.Excel, report.Format);
        Assert.Equal(Expected, Orders());
        Assert.Contains("spreadsheet day numbers", report.Columns.Single(c => c.Column == "ordered_at").Reading, StringComparison.Ordinal);
    }

    [Fact]
    public void Baskets_and_id_lists_take_the_line_as_order()
    {
        Import("bread, milk\n\nmilk,,eggs \n", new ImportOptions { Format = ImportFormat.Basket }, "b.txt");
        Assert.Equal(["b.txt:1|bread", "b.txt:1|milk", "b.txt:3|eggs", "b.txt:3|milk"], Rows("SELECT order_id, product_id FROM order_lines ORDER BY ALL"));
        ImportReport fimi = Import("1 2 3\n2 3\n", name: "ids.dat");
        Assert.Equal((ImportFormat.Fimi, 5L), (fimi.Format, fimi.RowsTaken));
    }

    private string[] Orders() => Rows("SELECT order_id, product_id, customer_id, ordered_at, quantity, unit_price, title FROM order_lines ORDER BY ALL");
}
