using System.Text.Json;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Cleaning;
using Kindred.Store.Queries;
using Kindred.Store.Readiness;
using Kindred.Store.Tests.Cleaning;

namespace Kindred.Store.Tests.Readiness;

public class ReadinessCheckTests
{
    /// <summary>Eight baskets: sizes 3, 2, 1, 1, 2, 1, 1, 1; product a in 6, b in 3, c in 2, d in 1.</summary>
    private static OrderBook Small()
    {
        var book = new OrderBook();
        (string Order, string Products, string? Customer)[] orders =
            [("1", "abc", "ann"), ("2", "ab", "ann"), ("3", "a", "bob"), ("4", "a", null), ("5", "ab", "bob"), ("6", "a", "cat"), ("7", "c", null), ("8", "d", null)];
        foreach ((string order, string products, string? customer) in orders)
        {
            foreach (char product in products)
            {
                book.Line(order, $"{product}", customer: customer, title: product == 'd' ? null : $"T{product}");
            }
        }

        return book.Line("1", "a", customer: "ann", title: "Ta");
    }

    [Fact]
    public void Counts_baskets_sizes_popularity_and_customers_by_hand()
    {
        using OrderBook book = Small();
        ReadinessReport report = ReadinessCheck.Run(book.Workspace);

        BasketProfile baskets = report.Baskets;
        Assert.Equal((8L, 4L, 12L, 1L, 3L, 5L), (baskets.Baskets, baskets.Products, baskets.Occurrences, baskets.MedianSize, baskets.LargestSize, baskets.SingleProduct));
        Assert.Equal(12.0 / 32, baskets.Density, 1e-12);
        Assert.Equal(1.5, baskets.MeanSize, 1e-12);
        Assert.Equal([5L, 2L, 1L, 0L], baskets.Sizes.Take(4).Select(b => b.Baskets));

        // In order of popularity a starts at 0 of 12, b at 6, c at 9, d at 11: thirds begin at 4 and 8.
        Assert.Equal((1L, 6L), (report.Popularity.Head.Products, report.Popularity.Head.MedianBaskets));
        Assert.Equal((1L, 3L), (report.Popularity.Torso.Products, report.Popularity.Torso.MedianBaskets));
        Assert.Equal((2L, 1L), (report.Popularity.Tail.Products, report.Popularity.Tail.MedianBaskets));
        Assert.Equal(3, report.Popularity.ColdProducts);
        Assert.Equal((3L, 2L, 5L, 8L), (report.Span.Customers, report.Span.RepeatCustomers, report.Span.BasketsWithCustomer, report.Span.BasketsWithTime));
        Assert.Equal((3L, 4L), (Part(report, "products_with_title").Good, Part(report, "products_with_title").Of));
        Assert.Equal((3L, 8L), (Part(report, "baskets_of_several").Good, Part(report, "baskets_of_several").Of));
    }

    [Fact]
    public void Says_in_sentences_what_a_small_shop_without_customers_cannot_do_and_what_would_help()
    {
        using OrderBook book = new OrderBook().Line("1", "a", customer: null).Line("1", "b", customer: null).Line("2", "a", customer: null);
        ReadinessReport report = ReadinessCheck.Run(book.Workspace);

        Capability personal = Capability(report, "personal");
        Assert.Equal((Verdict.No, "There are no customer ids."), (personal.Verdict, personal.Reason));
        Assert.Contains("customer ids", personal.Fix);
        Assert.Equal(Verdict.No, Capability(report, "rules").Verdict);
        Assert.Equal(Verdict.No, Capability(report, "titles").Verdict);
        Assert.All(report.Capabilities, c => Assert.Equal(c.Verdict == Verdict.Yes, c.Fix is null));
        Assert.All(report.Power.Pairs, p => Assert.EndsWith(".", p.Meaning));
    }

    [Fact]
    public void The_json_has_snake_case_keys_and_words_for_verdicts()
    {
        using OrderBook book = Small();
        ReadinessReport report = ReadinessCheck.Run(book.Workspace);
        string json = JsonSerializer.Serialize(report, CleaningJson.Options);
        Assert.Contains("\"smallest_lift\":", json);
        Assert.Contains("\"verdict\":\"no\"", json);
        Assert.Equal(report.Baskets.Sizes, JsonSerializer.Deserialize<ReadinessReport>(json, CleaningJson.Options)!.Baskets.Sizes);
    }

    [Fact]
    public void Bad_options_are_listed_together_and_no_orders_say_what_to_do()
    {
        using var book = new OrderBook();
        ArgumentException bad = Assert.Throws<ArgumentException>(() => ReadinessCheck.Run(book.Workspace, new ReadinessOptions { Alpha = 0, Power = 1, TargetLift = 1, ColdBelow = 0 }));
        Assert.All(["Alpha", "Power", "TargetLift", "ColdBelow"], name => Assert.Contains(name, bad.Message));
        Assert.Contains("import", Assert.Throws<KindredDataException>(() => ReadinessCheck.Run(book.Workspace)).Message);
    }

    [Fact]
    public void Defaults_are_the_documented_ones()
    {
        var o = new ReadinessOptions();
        Assert.Equal((0.05, 0.8, 2.0, 5, (int?)null, 50_000_000L, 1UL), (o.Alpha, o.Power, o.TargetLift, o.ColdBelow, o.SampleOccurrences, o.MostItemsets, o.Seed));
        Assert.Equal((1_048_576, 4_000_000), (ReadinessOptions.SampleFor(512L << 20), ReadinessOptions.SampleFor(64L << 30)));
    }

    [Fact]
    public void A_sample_holds_whole_baskets_and_about_the_asked_share()
    {
        using var book = new OrderBook();
        book.Workspace.Execute("INSERT INTO order_lines (order_id, product_id, import_id) SELECT i // 4, i % 4, 1 FROM range(20000) t(i)");
        var store = new CancellableQueries(book.Workspace.Connection, CancellationToken.None);
        Profiles.Build(store);
        BasketSet sample = BasketSample.Load(store, 5_000);

        // 5,000 baskets, a quarter wanted: 1,250 ± 5 standard deviations of 31.
        Assert.InRange(sample.Count, 1_100, 1_400);
        Assert.All(Enumerable.Range(0, sample.Count), b => Assert.Equal([0, 1, 2, 3], sample[b].ToArray()));
    }

    private static QualityPart Part(ReadinessReport report, string id) => report.Quality.Single(p => p.Id == id);

    private static Capability Capability(ReadinessReport report, string id) => report.Capabilities.Single(c => c.Id == id);
}
