using System.Buffers;
using System.Text;

namespace Kindred.Mining.Input;

/// <summary>Tells what a text file of baskets looks like from its beginning.</summary>
internal static class FormatDetector
{
    private const int SampleBytes = 1 << 16;

    private static readonly SearchValues<byte> FimiBytes = SearchValues.Create("0123456789 \t\r\n"u8);

    private static readonly HashSet<string> OrderColumns =
    [
        "orderid", "orderno", "ordernumber", "order", "invoiceno", "invoiceid", "invoice", "transactionid", "transaction", "basketid", "订单号", "订单编号", "订单id", "单号",
    ];

    private static readonly HashSet<string> ProductColumns =
    [
        "productid", "productcode", "product", "stockcode", "sku", "itemid", "itemcode", "item", "articleid", "asin", "商品编号", "商品编码", "商品id", "商品名称", "商品", "产品编号", "产品名称",
    ];

    public static BasketFileFormat Detect(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> sample = block[..Math.Min(block.Length, SampleBytes)];
        if (!sample.ContainsAnyExcept(FimiBytes))
        {
            return BasketFileFormat.Fimi;
        }

        int end = sample.IndexOf((byte)'\n');
        return IsOrderHeader(end < 0 ? sample : sample[..end]) ? BasketFileFormat.Orders : BasketFileFormat.Lines;
    }

    /// <summary>Skips the UTF-8 mark and refuses the marks of UTF-16.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> block, BasketText text)
    {
        if (block.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || block.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw text.Malformed("it is UTF-16; convert the file to UTF-8, or import it as a table.");
        }

        return block.StartsWith("\uFEFF"u8) ? block[3..] : block;
    }

    private static bool IsOrderHeader(ReadOnlySpan<byte> line)
    {
        string[] names = [.. Encoding.UTF8.GetString(line).Split(',', ';', '\t').Select(Normalise)];
        return names.Any(OrderColumns.Contains) && names.Any(ProductColumns.Contains);
    }

    private static string Normalise(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
