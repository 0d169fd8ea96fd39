using System.IO.Compression;
using System.Text;
using CsCheck;
using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining.Input;

public class BasketFileTests
{
    private static BasketSet Parse(string text, BasketFileFormat format = BasketFileFormat.Auto) => Parse(Encoding.UTF8.GetBytes(text), format);

    private static BasketSet Parse(byte[] bytes, BasketFileFormat format = BasketFileFormat.Auto) =>
        BasketFile.Read(new MemoryStream(bytes), "f", format, CancellationToken.None);

    private static string[] Labels(BasketSet baskets) =>
        [.. Enumerable.Range(0, baskets.Count).Select(b => string.Join('|', baskets[b].ToArray().Select(r => baskets.Products[r].Value)))];

    [Theory]
    [InlineData("3 1 3 2\n\n10 3 \r\n\t7", "1|2|3", "3|10", "7")]
    [InlineData("1 1 2\n3 3\n5 4 4", "1|2", "3", "4|5")]
    [InlineData("007 7 12345678 1\n1 7", "1|7|007|12345678", "1|7")]
    [InlineData("\uFEFF5 6\n", "5|6")]
    public void Fimi_ids_are_sets_in_numeric_order(string text, params string[] baskets) => Assert.Equal(baskets, Labels(Parse(text, BasketFileFormat.Fimi)));

    [Theory]
    [InlineData("milk, bread ,milk,\r\n , ,\nbread", "milk|bread", "bread")]
    [InlineData("\"a, b\" ,12\" plate,\"say \"\"hi\"\"\"\n", "a, b|12\" plate|say \"hi\"")]
    [InlineData("\u3000牛奶\u3000,面包\n面包", "牛奶|面包", "面包")]
    [InlineData("7,b,3", "3|7|b")]
    public void Cells_of_lines_are_trimmed_and_distinct(string text, params string[] baskets) => Assert.Equal(baskets, Labels(Parse(text)));

    [Theory]
    [InlineData("1 2\n3", BasketFileFormat.Fimi)]
    [InlineData("1,2\n3", BasketFileFormat.Lines)]
    [InlineData("whole milk,rolls\n", BasketFileFormat.Lines)]
    [InlineData("InvoiceNo,StockCode,Quantity\n1,2,3", BasketFileFormat.Orders)]
    [InlineData("订单号;商品名称\n1;2", BasketFileFormat.Orders)]
    public void The_format_is_told_from_the_text(string text, BasketFileFormat format) =>
        Assert.Equal(format, FormatDetector.Detect(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Packed_files_read_like_plain_ones()
    {
        byte[] plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 97} {i % 89} {100 + (i % 7)}\n")));
        var gzip = new MemoryStream();
        using (var pack = new GZipStream(gzip, CompressionLevel.Fastest))
        {
            pack.Write(plain);
        }

        using var zstd = new ZstdSharp.Compressor();
        BasketSet expected = Parse(plain);
        Assert.Equal(100_000, expected.Count);
        foreach (byte[] packed in new[] { gzip.ToArray(), zstd.Wrap(plain).ToArray() })
        {
            BasketSet read = Parse(packed);
            Assert.Equal(expected.Rows, read.Rows);
            Assert.Equal(expected.Offsets, read.Offsets);
        }
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.999, true)]
    [InlineData(0.5, false)]
    [InlineData(0.999, false)]
    public void A_truncated_packed_file_is_refused(double part, bool gzip)
    {
        byte[] plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 7919 % 997} {i % 89}\n")));
        var packed = new MemoryStream();
        using (Stream pack = gzip ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            pack.Write(plain);
        }

        BasketFileException e = ReadFile(packed.ToArray()[..(int)(packed.Length * part)]);
        Assert.Null(e.Line);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'1', (byte)'\n', (byte)'2', 0 }, 2L, "0x00")]
    [InlineData(new byte[] { (byte)'a', (byte)',', 0xC3, 0x28, (byte)'\n' }, 1L, "UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'1', 0 }, 1L, "UTF-16")]
    [InlineData(new byte[] { (byte)'\n', (byte)' ' }, null, "no basket")]
    [InlineData(new byte[0], null, "no basket")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 1, 2, 3 }, null, "")]
    public void A_file_that_is_not_baskets_is_refused_in_one_sentence(byte[] bytes, long? line, string cause)
    {
        BasketFileException e = ReadFile(bytes);
        Assert.Equal(line, e.Line);
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
        Assert.Contains("baskets.txt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.dat", Assert.Throws<BasketFileException>(() => BasketFile.Read("nowhere.dat")).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_give_baskets_or_the_typed_exception() =>
        Gen.Select(Gen.OneOf(Gen.Byte, Gen.Byte[32, 57], Gen.Int[0, 4].Select(i => ",\"\n\r "u8[i])).Array[0, 300], Gen.Enum<BasketFileFormat>()).Sample((bytes, format) =>
        {
            try
            {
                BasketSet baskets = BasketFile.Read(new MemoryStream(bytes), "f", format, CancellationToken.None);
                Assert.True(baskets.Count > 0);
                for (int b = 0; b < baskets.Count; b++)
                {
                    Assert.True(baskets[b].Length > 0);
                    Assert.True(baskets[b].ToArray().Zip(baskets[b].ToArray().Skip(1)).All(p => p.First < p.Second));
                    Assert.True(baskets[b][^1] < baskets.Products.Count);
                }

                Assert.True(baskets.Products.TryGetRow(baskets.Products[0], out int row) && row == 0);
            }
            catch (BasketFileException)
            {
                return;
            }
        }, iter: 20_000);

    [Fact]
    public void Fimi_agrees_with_splitting_strings() =>
        Gen.Int[0, 30_000].Array[1, 12].Array[1, 40].Sample(lines =>
        {
            string text = string.Join('\n', lines.Select(l => string.Join(' ', l)));
            IEnumerable<string> expected = lines.Select(l => string.Join('|', l.Distinct().Order()));
            Assert.Equal(expected, Labels(Parse(text, BasketFileFormat.Fimi)));
        });

    [Theory]
    [InlineData("fimi/retail.dat.gz", 88_162, 16_470, 908_576)]
    [InlineData("fimi/T10I4D100K.dat.gz", 100_000, 870, 0)]
    [InlineData("fimi/mushroom.dat.gz", 8_124, 119, 186_852)]
    [InlineData("fimi/chess.dat.gz", 3_196, 75, 118_252)]
    [InlineData("retail/groceries.csv", 9_835, 169, 43_367)]
    public void Real_files_have_their_known_sizes(string file, int baskets, int products, int occurrences)
    {
        BasketSet read = BasketFile.Read(SharedData.Require(file));
        Assert.Equal((baskets, products), (read.Count, read.Products.Count));
        Assert.True(occurrences == 0 || occurrences == read.OccurrenceCount);
    }

    private static BasketFileException ReadFile(byte[] bytes)
    {
        string folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            string path = Path.Combine(folder, "baskets.txt");
            File.WriteAllBytes(path, bytes);
            return Assert.Throws<BasketFileException>(() => BasketFile.Read(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
