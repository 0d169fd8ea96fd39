using System.Text;
using Kindred.Store.Import;

namespace Kindred.Store.Tests.Import;

public sealed class RejectionTests : ImportTestBase
{
    [Fact]
    public void A_message_that_lists_headers_with_line_breaks_is_one_line()
    {
        ImportException refused = Assert.Throws<ImportException>(() => Import("\"a\nb\",\"c\rd\"\n1,2\n"));
        Assert.Contains("a b, c d", refused.Message);
    }

    [Fact]
    public void Every_bad_cell_and_line_is_kept_with_its_line_column_value_and_reason()
    {
        ImportReport report = Import(
            """
            order_id,sku,title,qty,order_date
            A1,P1,"two
            lines",1,2024-01-01
            A2,,No product,1,2024-01-01

            A3,P2,Bad number,many,2024-01-01
            A4,P3,Short
            A5,P4,Bad date,1,2024-13-45
            A6,P5,"two

            more",x,2024-01-01
            A7,P6,Long,1,2024-01-01,extra
            A8,P7,Good,1,2024-01-01

            """);
        Assert.Equal(
            [
                "4|product_id|{\"order_id\":\"A2\",\"sku\":null,\"order_date\":\"2024-01-01\",\"qty\":\"1\",\"title\":\"No product\"}|line: product_id is missing",
                "6|quantity|many|is not a number",
                "7|-|A4,P3,Short|missing columns",
                "8|ordered_at|2024-13-45|is not a date",
                "9|quantity|x|is not a number",
                "12|-|A7,P6,Long,1,2024-01-01,extra|too many columns",
            ],
            Rejected());
        Assert.Equal((8, 5, 3, 3), (report.RowsRead, report.RowsTaken, report.RowsRejected, report.CellsRejected));
        Assert.Equal(["A1", "A3", "A5", "A6", "A8"], Rows("SELECT order_id FROM order_lines ORDER BY 1"));
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void A_damaged_byte_costs_its_line_only()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes("order_id,sku,title\n" + string.Concat(Enumerable.Repeat("A1,P1,咖啡杯咖啡杯\n", 5000)) + "A2,P2,"), 0xFF, .. Encoding.UTF8.GetBytes("x\nA3,P3,茶\n")];
        ImportReport report = Importer.Import(Workspace, Files.Write("orders.csv", content));
        Assert.Equal("utf-8", report.Encoding);
        Assert.Equal((5002, 5001), (report.RowsRead, report.RowsTaken));
        Assert.Equal(["5002"], Rows("SELECT line FROM rejected"));
    }

    [Fact]
    public void A_JSON_line_that_is_no_object_is_rejected_with_its_number()
    {
        Import("{\"order_id\":1,\"sku\":\"a\"}\n\n[1,2]\n{\"order_id\":2,\"sku\":\"b\"\n{\"order_id\":3,\"sku\":\"c\"}\n", name: "orders.jsonl");
        Assert.Equal(["3|-|[1,2]|is not a JSON object", "4|-|{\"order_id\":2,\"sku\":\"b\"|is not a JSON object"], Rejected());
        Assert.Equal(["1|a", "3|c"], Rows("SELECT order_id, product_id FROM order_lines ORDER BY 1"));
    }

    [Fact]
    public void A_file_that_is_not_what_it_claims_gets_one_clear_sentence()
    {
        byte[] gzip;
        using (var memory = new MemoryStream())
        {
            using (var stream = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Fastest))
            {
                stream.Write(Encoding.UTF8.GetBytes("order_id,sku\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},{i * 7919 % 1009}\n"))));
            }

            gzip = memory.ToArray();
        }

        Fails("cut off", Files.Write("cut.csv.gz", gzip[..(gzip.Length / 2)]));
        Fails("is empty", Files.Write("empty.csv", ""));
        Fails("blank lines only", Files.Write("blank.csv", "\n\n \n"));
        Fails("no rows below its header", Files.Write("header.csv", "order_id,sku\n"));
        Fails("not a text", Files.Write("binary.csv", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31 % 256))]));
        Fails("cannot be read as Parquet", Files.Write("x.parquet", "PAR1 this is not parquet"));
        Fails("cannot be read as an Excel workbook", Files.Write("x.xlsx", "PK\u0003\u0004 this is not a workbook"));
        Fails("old Excel", Files.Write("x.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]));
        Fails("its columns are colour, weight; name the right ones with --map order_id=…,product_id=…, or say --format basket", Files.Write("wrong.csv", "colour,weight\nred,3\n"));
        Fails("is not there", Files.File("missing.csv"));
        Fails("is a folder", Files.Path);
        Assert.Empty(Rows("FROM order_lines"));
        Assert.Empty(Rows("FROM rejected"));
    }

    private void Fails(string cause, string file)
    {
        ImportException error = Assert.Throws<ImportException>(() => Importer.Import(Workspace, file));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
