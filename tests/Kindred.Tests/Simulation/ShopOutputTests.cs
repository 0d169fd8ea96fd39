using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CsCheck;
using Kindred.Domain;
using Kindred.Simulation;

namespace Kindred.Tests.Simulation;

public class ShopOutputTests
{
    private static readonly ShopOptions Small = new() { Products = 600, Customers = 300, Orders = 5_000 };

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        // Golden hashes of the first version of the generator; a change of either is a change of every shop and must be wanted.
        Assert.Equal("8ab98b5738c0adde", Hash(OrdersCsv(Small)));
        Assert.Equal("1e9a87011f25768a", Hash(ProductsCsv(Small)));
    }

    [Fact]
    public void Another_seed_gives_another_shop() =>
        Assert.NotEqual(Hash(OrdersCsv(Small)), Hash(OrdersCsv(Small with { Seed = 2 })));

    [Fact]
    public void Enumerating_twice_and_from_many_threads_gives_the_same_lines()
    {
        var shop = new ShopSimulator(Small with { Orders = 500 });
        OrderLine[] once = [.. shop.OrderLines()];
        OrderLine[][] many = new OrderLine[4][];
        Parallel.For(0, many.Length, i => many[i] = [.. shop.OrderLines()]);
        Assert.All(many, lines => Assert.Equal(once, lines));
    }

    [Fact]
    public void The_fast_path_writes_the_lines_of_the_enumeration()
    {
        ShopOptions options = Small with { DirtShare = 0.3, CancellationShare = 0.2 };
        string[] written = Encoding.UTF8.GetString(OrdersCsv(options)).TrimEnd('\n').Split('\n');
        string[] expected = [.. new ShopSimulator(options).OrderLines().Select(Csv)];
        Assert.Equal("order_id,product_id,customer_id,ordered_at,quantity,unit_price,discount,store,channel,promotion_id", written[0]);
        Assert.Equal(expected, written.Skip(1));
    }

    [Fact]
    public void Orders_ascend_in_time_and_have_distinct_products_and_positive_prices()
    {
        OrderLine[] lines = [.. new ShopSimulator(Small with { DirtShare = 0 }).OrderLines()];
        Assert.Equal(lines.Select(l => l.OrderedAt), lines.Select(l => l.OrderedAt).Order());
        Assert.Equal(5_000, lines.Where(l => l.Quantity > 0).Select(l => l.OrderId).Distinct().Count());
        Assert.All(lines, l => Assert.True(l.UnitPrice > 0 && l.Quantity != 0 && (l.Discount ?? 0) * Math.Sign(l.Quantity!.Value) < l.UnitPrice * Math.Abs(l.Quantity.Value)));
        Assert.All(lines.GroupBy(l => l.OrderId), o => Assert.Equal(o.Count(), o.Select(l => l.ProductId).Distinct().Count()));
    }

    [Fact]
    public void Cancelled_lines_turn_round_lines_sold_before()
    {
        OrderLine[] lines = [.. new ShopSimulator(Small with { DirtShare = 0, CancellationShare = 0.1 }).OrderLines()];
        Dictionary<(string, ProductId), OrderLine> sold = lines.Where(l => l.Quantity > 0).ToDictionary(l => (l.OrderId, l.ProductId));
        OrderLine[] cancelled = [.. lines.Where(l => l.OrderId[0] == 'C')];
        Assert.InRange(cancelled.Select(l => l.OrderId).Distinct().Count(), 400, 600);
        Assert.All(cancelled, c =>
        {
            OrderLine original = sold[(c.OrderId[1..], c.ProductId)];
            Assert.Equal(-original.Quantity, c.Quantity);
            Assert.Equal(original.UnitPrice, c.UnitPrice);
            Assert.True(c.OrderedAt > original.OrderedAt);
        });
    }

    [Fact]
    public void Dirt_is_what_real_exports_hold_and_can_be_switched_off()
    {
        OrderLine[] dirty = [.. new ShopSimulator(Small with { DirtShare = 0.3, CancellationShare = 0 }).OrderLines()];
        Assert.Contains(dirty, l => l.ProductId.Value == "POST");
        Assert.Contains(dirty, l => l.ProductId.Value == "TEST");
        Assert.Contains(dirty, l => l.UnitPrice == 0);
        Assert.Contains(dirty, l => l.ProductId.Value.Any(char.IsLower));
        Assert.Contains(dirty.GroupBy(l => l), g => g.Count() == 2);
        Product[] products = [.. new ShopSimulator(Small with { DirtShare = 0.5 }).Products()];
        Assert.Contains(products, p => p.Title is null);
        Assert.Equal("POST", products[^1].Id.Value);
        Assert.All(new ShopSimulator(Small with { DirtShare = 0 }).Products(), p => Assert.False(string.IsNullOrWhiteSpace(p.Title)));
    }

    [Fact]
    public void Products_survive_csv_with_quotes_line_breaks_and_Chinese()
    {
        Product[] products = [.. new ShopSimulator(Small).Products()];
        string text = Encoding.UTF8.GetString(ProductsCsv(Small));
        string?[][] rows = [.. ParseCsv(text).Skip(1)];
        Assert.Contains(products, p => p.Description?.Contains('\n') == true);
        Assert.Contains(products, p => p.Title?.Contains('"') == true);
        Assert.Equal(products.Select(p => new[] { p.Id.Value, p.Title ?? "", p.Description ?? "", p.Brand ?? "", p.Category ?? "" }), rows.Select(r => r[..5]));
        Assert.All(rows, r => Assert.Equal(8, r.Length));
    }

    [Fact]
    public void Truth_survives_its_file()
    {
        Truth truth = new ShopSimulator(Small).Truth;
        using var file = new MemoryStream();
        truth.Write(file);
        file.Position = 0;
        Truth read = Truth.Read(file);
        Assert.Equal(truth.Complements, read.Complements);
        Assert.Equal(truth.Substitutes, read.Substitutes);
        Assert.Equal(truth.Coincidences, read.Coincidences);
        Assert.Equal(truth.Cold.Select(c => string.Join(' ', c.Companions)), read.Cold.Select(c => string.Join(' ', c.Companions)));
        Assert.Throws<KindredDataException>(() => Truth.Read(new MemoryStream("{\"seed\":1}"u8.ToArray())));
    }

    [Fact]
    public void Every_shop_within_the_ranges_can_be_made() =>
        Gen.Select(Gen.Int[500, 900], Gen.Int[1, 50], Gen.Long[1, 60], Gen.Int[28, 400], Gen.Int[0, 200], Gen.ULong).Sample((products, customers, orders, days, cold, seed) =>
        {
            var shop = new ShopSimulator(new ShopOptions
            {
                Products = products,
                Customers = customers,
                Orders = orders,
                Days = days,
                ColdProducts = cold,
                Seed = seed,
                DirtShare = 0,
            });
            DateTime first = shop.Options.FirstDay.ToDateTime(TimeOnly.MinValue);
            OrderLine[] lines = [.. shop.OrderLines()];
            Assert.Equal(orders, lines.Where(l => l.Quantity > 0).Select(l => l.OrderId).Distinct().Count());
            Assert.All(lines, l => Assert.InRange(l.OrderedAt!.Value, first, first.AddDays(days).AddTicks(-1)));
        }, iter: 25);

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var options = new ShopOptions { Products = 1, Customers = 0, Orders = 0, Days = 1, DirtShare = double.NaN, Languages = (ShopLanguages)9 };
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ShopSimulator(options));
        Assert.Equal(6, options.Problems().Count);
        Assert.All(new[] { "Products", "Customers", "Orders", "Days", "DirtShare", "Languages" }, name => Assert.Contains($"{name} is", e.Message));
        Assert.Empty(new ShopOptions().Problems());
    }

    [Fact(Explicit = true)]
    public void A_million_orders_take_no_memory_of_their_own()
    {
        var shop = new ShopSimulator(new ShopOptions { Orders = 1_000_000 });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long peak = 0;
        long lines = 0;
        foreach (OrderLine _ in shop.OrderLines())
        {
            peak = ++lines % 1_000_000 == 0 ? Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true)) : peak;
        }

        Assert.InRange(lines, 3_000_000, 4_000_000);
        Assert.InRange(peak - before, long.MinValue, 1 << 20);
    }

    private static byte[] OrdersCsv(ShopOptions options)
    {
        using var file = new MemoryStream();
        new ShopSimulator(options).WriteOrdersCsv(file, cancellationToken: TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    private static byte[] ProductsCsv(ShopOptions options)
    {
        using var file = new MemoryStream();
        new ShopSimulator(options).WriteProductsCsv(file);
        return file.ToArray();
    }

    private static string Hash(byte[] bytes) => XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);

    private static string Csv(OrderLine l) => string.Create(
        CultureInfo.InvariantCulture,
        $"{l.OrderId},{l.ProductId},{l.CustomerId},{l.OrderedAt:yyyy-MM-dd HH:mm:ss},{l.Quantity},{l.UnitPrice:0.00},{l.Discount:0.00},{l.Store},{l.Channel},{l.PromotionId}");

    // A reader of RFC 4180 by its grammar, one character at a time.
    private static IEnumerable<string[]> ParseCsv(string text)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(text[i++]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (c is ',' or '\n'))
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    yield return [.. row];
                    row.Clear();
                }
            }
            else
            {
                field.Append(c);
            }
        }
    }
}
