using Kindred.Domain;
using Kindred.Store.Cleaning;

namespace Kindred.Store.Tests.Cleaning;

/// <summary>Each rule on a few lines whose right answer can be read off.</summary>
public sealed class CleaningRuleTests
{
    private readonly CleaningOptions _all = new() { MaxShareRemoved = 1 };

    [Fact]
    public void A_cancellation_takes_the_latest_earlier_line_of_just_its_quantity()
    {
        using OrderBook book = new OrderBook()
            .Line("1", "mug", 3).Line("2", "mug", 5).Line("3", "mug", 3).Line("4", "mug", 4).Line("C5", "mug", -3).Line("6", "mug", 3);
        RuleAccount account = book.Clean().Rule(RuleIds.CancelledOrders);

        Assert.Equal("1 2 4 6", book.Joined("order_id", "clean_lines"));
        Assert.Equal(1, account.Details["matched_full"]);
        Assert.Equal(1, account.Details["originals_cancelled"]);
        Assert.Equal(2, account.LinesRemoved);
        Assert.Equal("cancels 3 of order 3", account.Examples.Single(e => e.OrderId == "C5").Detail);
    }

    [Fact]
    public void A_partial_cancellation_lowers_the_original()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 10).Line("C2", "mug", -4);
        RuleAccount account = book.Clean().Rule(RuleIds.CancelledOrders);

        Assert.Equal("6.0000", book.Joined("quantity", "clean_lines"));
        Assert.Equal(1, book.Count("SELECT count(*) FROM changed_lines WHERE order_id = '1' AND quantity_before = 10 AND quantity_after = 6"));
        Assert.Equal(1, account.Details["matched_partial"]);
        Assert.Equal(1, account.Details["originals_reduced"]);
    }

    [Fact]
    public void A_cancellation_of_more_than_one_line_uses_them_up_from_the_latest()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 4).Line("2", "mug", 3).Line("C3", "mug", -5).Line("C4", "mug", -9);
        RuleAccount account = book.Clean().Rule(RuleIds.CancelledOrders);

        Assert.Equal("", book.Joined("order_id", "clean_lines"));
        Assert.Equal(1, account.Details["matched_partial"]);
        Assert.Equal(1, account.Details["matched_short"]);
        Assert.Equal(2, account.Details["originals_cancelled"]);
    }

    [Theory]
    [InlineData("bob", "mug", 2)]
    [InlineData("ann", "cup", 2)]
    [InlineData("ann", "mug", 3)]
    public void A_cancellation_of_another_customer_product_or_price_matches_nothing(string customer, string product, int price)
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 4).Line("C2", product, -4, price, customer);
        RuleAccount account = book.Clean().Rule(RuleIds.CancelledOrders);

        Assert.Equal("1", book.Joined("order_id", "clean_lines"));
        Assert.Equal(1, account.Details["unmatched"]);
    }

    [Fact]
    public void A_later_purchase_is_not_cancelled_by_an_earlier_cancellation()
    {
        using OrderBook book = new OrderBook().Line("C1", "mug", -4).Line("2", "mug", 4);
        Assert.Equal(1, book.Clean().Rule(RuleIds.CancelledOrders).Details["unmatched"]);
        Assert.Equal("2", book.Joined("order_id", "clean_lines"));
    }

    [Fact]
    public void When_cancelling_ids_name_their_order_the_original_is_looked_for_there()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 4, customer: null).Line("2", "mug", 4, customer: null).Line("C1", "mug", -4, customer: null);
        Assert.Equal(1, book.Clean().Rule(RuleIds.CancelledOrders).Details["matched_full"]);
        Assert.Equal("2", book.Joined("order_id", "clean_lines"));
    }

    [Fact]
    public void A_negative_twin_cancels_and_another_negative_quantity_is_a_return()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 4).Line("2", "cup", 4).Line("3", "mug", -4).Line("4", "cup", -3);
        CleaningReport report = book.Clean();

        Assert.Equal("2", book.Joined("order_id", "clean_lines"));
        Assert.Equal(1, report.Rule(RuleIds.CancelledOrders).Details["by_negative_twin"]);
        Assert.Equal(["4"], report.Rule(RuleIds.Returns).Examples.Select(e => e.OrderId));
    }

    [Fact]
    public void Returns_are_found_without_the_cancellation_rule()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", 4).Line("2", "mug", -3);
        Assert.Equal(1, book.Clean(_all with { CancelledOrders = RuleMode.Off }).Rule(RuleIds.Returns).LinesRemoved);
    }

    [Fact]
    public void Zero_and_negative_prices_go_and_missing_prices_stay()
    {
        using OrderBook book = new OrderBook().Line("1", "mug", price: 0).Line("2", "mug", price: -1).Line("3", "mug", price: null).Line("4", "mug", price: 0.01m);
        Assert.Equal(2, book.Clean().Rule(RuleIds.ZeroPrices).LinesRemoved);
        Assert.Equal("3 4", book.Joined("order_id", "clean_lines"));
    }

    [Fact]
    public void A_service_line_is_known_by_its_whole_title_or_its_code()
    {
        (string Product, string? Title, string Detail)[] lines =
        [
            ("1", "运费", "postage: its whole title says so"),
            ("2", "补差价专拍", "manual: its whole title says so"),
            ("3", "手续费", "fee: its whole title says so"),
            ("4", "测试商品", "test: its whole title says so"),
            ("5", "电子礼品卡 100元", "voucher: its whole title says so"),
            ("6", "Test product 2", "test: its whole title says so"),
            ("7", "Express delivery charge", "postage: its whole title says so"),
            ("8", "PayPal fee", "fee: its whole title says so"),
            ("9", "Shop Gift Voucher £20.00", "voucher: its whole title says so"),
            ("TEST001", null, "other: its code says so"),
            ("POST", null, "other: its code says so"),
        ];
        using var book = new OrderBook();
        foreach ((string product, string? title, _) in lines)
        {
            book.Line(product, product, title: title);
        }

        RuleAccount account = book.Clean().Rule(RuleIds.ServiceLines);
        Assert.Equal(lines.Select(l => (l.Product, (string?)l.Detail)), account.Examples.Select(e => (e.ProductId, e.Detail)));
    }

    [Fact]
    public void A_product_with_a_service_word_in_its_title_stays()
    {
        string[] titles =
            ["POST OFFICE MONEY BOX", "FRENCH CARRIAGE LANTERN", "COFFEE", "Pregnancy test kit", "血糖测试仪", "【免运费】陶瓷杯", "Manual coffee grinder", "Discount store tin"];
        using var book = new OrderBook();
        foreach ((int i, string title) in titles.Index())
        {
            book.Line("1", $"{i}", title: title);
        }

        Assert.Empty(book.Clean().Rule(RuleIds.ServiceLines).Notes);
    }

    [Fact]
    public void A_code_of_letters_is_evidence_only_where_codes_have_digits()
    {
        using var digits = new OrderBook();
        using var words = new OrderBook();
        for (int i = 0; i < 30; i++)
        {
            digits.Line($"{i}", $"{100 + i}");
            words.Line($"{i}", $"item{(char)('a' + (i % 26))}{(i < 26 ? "" : "x")}");
        }

        Assert.Equal(1, digits.Line("99", "XX").Clean().Rule(RuleIds.ServiceLines).LinesFound);
        Assert.Equal(0, words.Line("99", "XX").Clean().Rule(RuleIds.ServiceLines).LinesFound);
    }

    [Fact]
    public void Named_products_are_service_lines_or_never_are()
    {
        using OrderBook book = new OrderBook().Line("1", "A1").Line("1", "POST").Line("1", "B2");
        book.Clean(_all with { ServiceProducts = ["A1"], KeepProducts = ["POST"] });
        Assert.Equal("B2 POST", book.Joined("product_id", "clean_lines"));
    }

    [Fact]
    public void Only_lines_equal_in_every_column_are_duplicates()
    {
        using var book = new OrderBook();
        const string at = "TIMESTAMP '2026-01-01'";
        book.LineAt(at, "1", "mug", 1, 2, "ann", null).LineAt(at, "1", "mug", 1, 2, "ann", null).LineAt(at, "1", "mug", 1, 2, "ann", null)
            .LineAt(at, "1", "mug", 2, 2, "ann", null).LineAt(at, "1", "mug", 1, 3, "ann", null).LineAt(at, "2", "mug", 1, 2, "ann", null);
        RuleAccount account = book.Clean().Rule(RuleIds.Duplicates);

        Assert.Equal(2, account.LinesRemoved);
        Assert.Equal([1L, 2L], account.Examples.Select(e => e.Line));
        Assert.All(account.Examples, e => Assert.Equal("copy of line 0", e.Detail));
        Assert.Equal(4, book.Count("SELECT count(*) FROM clean_lines"));
    }

    [Fact]
    public void Id_variants_merge_into_the_most_frequent_unless_titles_differ()
    {
        using OrderBook book = new OrderBook()
            .Line("1", "85123a", title: "HOLDER").Line("2", "85123A", title: "Holder").Line("3", "85123A", title: "HOLDER").Line("4", "85123 A", title: null)
            .Line("5", "x1", title: "MUG").Line("6", "X1", title: "LAMP");
        RuleAccount account = book.Clean().Rule(RuleIds.IdVariants);

        Assert.Equal(2, account.Details["ids_merged"]);
        Assert.Equal(1, account.Details["ids_kept_apart"]);
        Assert.Equal(4, book.Count("SELECT count(*) FROM clean_lines WHERE product_id = '85123A'"));
        Assert.Equal("85123 A 85123a", book.Joined("product_id", "product_aliases"));
        Assert.Equal("X1 x1", book.Joined("product_id", "clean_lines WHERE upper(product_id) = 'X1'"));
    }

    [Fact]
    public void The_most_frequent_title_that_is_no_note_names_the_product_and_fills_blanks()
    {
        using OrderBook book = new OrderBook()
            .Line("1", "10", title: "RED MUG").Line("2", "10", title: "RED MUG").Line("3", "10", title: "CRIMSON MUG").Line("4", "10", title: null)
            .Line("5", "10", price: 0, title: "damaged").Line("6", "10", price: 0, title: "damaged").Line("7", "10", price: 0, title: "damaged")
            .Line("8", "10", price: 0, title: "??").Line("9", "11", title: null);
        CleaningReport report = book.Clean(_all with { ZeroPrices = RuleMode.Count });

        Assert.Equal(8, book.Count("SELECT count(*) FROM clean_lines WHERE title = 'RED MUG'"));
        Assert.Equal(4, report.Rule(RuleIds.WarehouseNotes).LinesFound);
        Assert.Equal(["10 is \"RED MUG\"; also seen: CRIMSON MUG (1)."], report.Rule(RuleIds.ConflictingTitles).Notes);
        Assert.Equal(1, report.Rule(RuleIds.BlankDescriptions).Details["fillable"]);
        Assert.Equal(1, report.Rule(RuleIds.BlankDescriptions).Details["without_any_title"]);
        Assert.Equal("RED MUG", book.Joined("title", "clean_products WHERE product_id = '10'"));
    }

    [Fact]
    public void A_text_at_many_products_that_never_sells_is_a_note_in_any_language()
    {
        using var book = new OrderBook();
        foreach (string product in new[] { "10", "11", "12" })
        {
            book.Line("1" + product, product, title: "T" + product).Line("2" + product, product, title: "T" + product).Line("3" + product, product, price: 0, title: "kaputt");
        }

        RuleAccount account = book.Clean().Rule(RuleIds.WarehouseNotes);
        Assert.Equal(["\"kaputt\": 3 lines of 3 products (stands at 3 products)."], account.Notes);
    }

    [Fact]
    public void Blank_descriptions_mean_nothing_where_no_line_has_one()
    {
        using OrderBook book = new OrderBook().Line("1", "10").Line("2", "11");
        Assert.Equal(0, book.Clean().Rule(RuleIds.BlankDescriptions).LinesFound);
    }

    [Fact]
    public void An_outlier_is_five_doublings_above_the_median_where_quantities_hardly_vary()
    {
        using var book = new OrderBook();
        for (int i = 0; i < 30; i++)
        {
            book.Line($"{i}", "10", 2);
        }

        RuleAccount account = book.Line("a", "10", 64).Line("b", "10", 65).Clean().Rule(RuleIds.OutlierQuantities);
        Assert.Equal(["b"], account.Examples.Select(e => e.OrderId));
        Assert.Equal("usually 2, at most 64 expected", account.Examples[0].Detail);
        Assert.Equal(0, account.LinesRemoved);
        Assert.Equal(1, book.Clean(_all with { OutlierQuantities = RuleMode.Apply }).Rule(RuleIds.OutlierQuantities).LinesRemoved);
    }

    [Fact]
    public void Large_baskets_are_counted_and_extreme_ones_removed()
    {
        using var book = new OrderBook();
        for (int i = 0; i < 8; i++)
        {
            book.Line("big", $"{i}").Line(i < 5 ? "mid" : $"one{i}", $"{i}").Line(i < 5 ? "mid" : $"one{i}", $"{i}");
        }

        RuleAccount account = book.Clean(_all with { OversizeWarnAbove = 4, OversizeRemoveAbove = 6 }).Rule(RuleIds.OversizeBaskets);
        Assert.Equal(1, account.Details["baskets_large"]);
        Assert.Equal(1, account.Details["baskets_extreme"]);
        Assert.Equal("mid one5 one6 one7", book.Joined("order_id", "(SELECT DISTINCT order_id FROM clean_lines)"));
    }

    [Fact]
    public void Single_product_baskets_are_counted_after_the_other_rules()
    {
        using OrderBook book = new OrderBook().Line("1", "10").Line("1", "POST").Line("2", "10").Line("2", "11").Line("3", "10", title: null).Line("3", "10", 2);
        RuleAccount account = book.Clean().Rule(RuleIds.SingleProductBaskets);
        Assert.Equal(2, account.OrdersFound);
        Assert.Equal(0, account.LinesRemoved);
    }

    [Fact]
    public void A_rule_that_would_remove_most_lines_is_held_back_and_says_so()
    {
        using OrderBook book = new OrderBook().Line("1", "10", price: 0).Line("2", "11", price: 0).Line("3", "11");
        RuleAccount account = book.Clean(new CleaningOptions()).Rule(RuleIds.ZeroPrices);
        Assert.Equal(2, account.LinesFound);
        Assert.Equal(0, account.LinesRemoved);
        Assert.Contains("66.7", account.HeldBack);
        Assert.Equal(3, book.Count("SELECT count(*) FROM clean_lines"));
    }

    [Fact]
    public void Orders_whose_ids_all_carry_the_prefix_are_not_lost()
    {
        using OrderBook book = new OrderBook().Line("C1", "10").Line("C2", "11").Line("C3", "12");
        Assert.NotNull(book.Clean(new CleaningOptions()).Rule(RuleIds.CancelledOrders).HeldBack);
        Assert.Equal(3, book.Count("SELECT count(*) FROM clean_lines"));
    }

    [Fact]
    public void Every_rule_can_be_switched_off()
    {
        using OrderBook book = Everything();
        CleaningOptions off = Cleaner.Rules.Aggregate(_all, (o, r) => o.WithMode(r.Id, RuleMode.Off));
        CleaningReport report = book.Clean(off);

        Assert.All(report.Rules, r => Assert.Equal((RuleMode.Off, 0L), (r.Mode, r.LinesFound)));
        Assert.Equal(0, book.Count("SELECT count(*) FROM (SELECT * FROM order_lines EXCEPT ALL SELECT * FROM clean_lines)"));
    }

    [Fact]
    public void Counting_finds_what_applying_finds_first_and_changes_nothing()
    {
        using OrderBook book = Everything();
        CleaningOptions count = Cleaner.Rules.Aggregate(_all, (o, r) => o.WithMode(r.Id, RuleMode.Count));
        CleaningReport report = book.Clean(count);

        Assert.Equal(report.LinesBefore, report.LinesAfter);
        Assert.All(report.Rules.Where(r => r.Id is RuleIds.Returns or RuleIds.ZeroPrices or RuleIds.Duplicates or RuleIds.CancelledOrders or RuleIds.ServiceLines),
            r => Assert.NotEqual(0, r.LinesFound));
    }

    [Fact]
    public void Cleaning_again_gives_the_same_and_new_imports_make_the_report_stale()
    {
        using OrderBook book = Everything();
        Assert.Null(Cleaner.LastReport(book.Workspace));
        string first = Json(book.Clean());
        Assert.Equal(first, Json(book.Clean()));
        Assert.Equal(first, Json(Cleaner.LastReport(book.Workspace)!));

        book.Workspace.Execute("INSERT INTO imports VALUES (1, 'f', 'orders', 'h', 's', TIMESTAMP '2026-01-01', '{}')");
        Assert.Null(Cleaner.LastReport(book.Workspace));
    }

    [Fact]
    public void Cancelling_leaves_the_last_clean_lines()
    {
        using OrderBook book = Everything();
        book.Clean();
        long before = book.Count("SELECT count(*) FROM clean_lines");
        using var stop = new CancellationTokenSource();
        var progress = new StopAt(stop, RuleIds.Duplicates);

        Assert.ThrowsAny<OperationCanceledException>(() => Cleaner.Run(book.Workspace, _all with { ZeroPrices = RuleMode.Off }, progress, stop.Token));
        Assert.Equal(before, book.Count("SELECT count(*) FROM clean_lines"));
        Assert.Equal(before, book.Clean().LinesAfter);
    }

    [Fact]
    public void The_json_has_snake_case_keys_and_words_for_modes()
    {
        using OrderBook book = Everything();
        string json = Json(book.Clean());
        Assert.Contains("\"lines_before\":", json);
        Assert.Contains("\"mode\":\"apply\"", json);
        Assert.Contains("\"matched_full\":1", json);
    }

    [Fact]
    public void Bad_options_are_listed_together_and_an_empty_workspace_says_what_to_do()
    {
        using var book = new OrderBook();
        ArgumentException bad = Assert.Throws<ArgumentException>(() => book.Clean(new CleaningOptions { OutlierScore = 1, MaxShareRemoved = 2, OversizeRemoveAbove = 3, CancellationPrefix = "C%" }));
        Assert.All(["OutlierScore", "MaxShareRemoved", "OversizeRemoveAbove", "CancellationPrefix"], name => Assert.Contains(name, bad.Message));
        Assert.Contains("import", Assert.Throws<KindredDataException>(() => book.Clean()).Message);
        Assert.Contains("zero_prices", Assert.Throws<ArgumentException>(() => _all.WithMode("zero", RuleMode.Off)).Message);
    }

    [Fact]
    public void Defaults_are_the_documented_ones()
    {
        var o = new CleaningOptions();
        Assert.Equal((5.0, 20, 250, 5_000, 0.5, 20, "C"),
            (o.OutlierScore, o.OutlierMinLines, o.OversizeWarnAbove, o.OversizeRemoveAbove, o.MaxShareRemoved, o.Examples, o.CancellationPrefix));
        Assert.Equal([RuleIds.OutlierQuantities, RuleIds.SingleProductBaskets], Cleaner.Rules.Where(r => r.DefaultMode == RuleMode.Count).Select(r => r.Id));
        Assert.DoesNotContain(Cleaner.Rules, r => r.DefaultMode == RuleMode.Off);
        Assert.Equal(12, Cleaner.Rules.Count);
    }

    private static OrderBook Everything() => new OrderBook()
        .Line("1", "10", 3, title: "MUG").Line("2", "10", 1, title: "MUG").Line("C3", "10", -3, title: "MUG").Line("4", "10", -7, title: "MUG")
        .Line("5", "11", 1, 0, title: "LAMP").Line("6", "POST", title: "POSTAGE").Line("7", "12", title: null).Line("8", "a1").Line("9", "A1")
        .LineAt("TIMESTAMP '2026-01-02'", "10", "13", 1, 2, "ann", "CUP").LineAt("TIMESTAMP '2026-01-02'", "10", "13", 1, 2, "ann", "CUP");

    private static string Json(CleaningReport report) => System.Text.Json.JsonSerializer.Serialize(report, CleaningJson.Options);

    private sealed class StopAt(CancellationTokenSource stop, string rule) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Detail == rule)
            {
                stop.Cancel();
            }
        }
    }
}
