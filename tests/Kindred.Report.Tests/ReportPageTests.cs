using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>The report as people meet it: opened from disk in Chromium, on a desk and on a phone.</summary>
public class ReportPageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly ReportModel Model = SampleReport.Create();

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task Page_draws_every_chart_silently_and_alone(int width, int height, ColorScheme scheme)
    {
        await using OpenReport report = await browser.OpenAsync(Model, width, height, scheme);
        Assert.Empty(report.Complaints);
        Assert.All(report.Requests, url => Assert.True(url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        int charts = await report.Page.Locator(".chart").CountAsync();
        Assert.Equal(7, charts);
        Assert.Equal(charts, await report.Page.Locator(".chart canvas").CountAsync());
        Assert.True(await report.ColoursAsync("#scatter") > 50);
        Assert.True(await report.ColoursAsync("#network-chart") > 50);
        Assert.True(await report.ColoursAsync("#basket-charts .chart") > 10);
        int overflow = await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} pixels wider than the screen.");
    }

    [Fact]
    public async Task Hostile_titles_are_shown_as_text_and_run_nothing()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        await report.Page.FillAsync("#rule-search", "P000");
        Assert.Contains(SampleReport.Hostile, await report.Page.Locator(".rules-table .product").AllTextContentsAsync());
        Assert.Equal("undefined", await report.Page.EvaluateAsync<string>("typeof window.broken"));
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_page_cannot_reach_the_network_even_if_told_to()
    {
        await using OpenReport report = await browser.OpenAsync(HtmlReportTests.Minimal());
        string outcome = await report.Page.EvaluateAsync<string>("fetch('http://127.0.0.1:9/').then(() => 'sent', e => 'refused')");
        Assert.Equal("refused", outcome);
        Assert.Contains(report.Complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_finds_titles_in_any_language_and_all_words_must_occur()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        await report.Page.FillAsync("#rule-search", "茶具套装 青花瓷");
        int expected = Model.Rules.Count(r => Holds(r, "茶具套装") && Holds(r, "青花瓷"));
        Assert.InRange(expected, 1, 400);
        Assert.StartsWith($"{expected} rule", await report.Page.TextContentAsync("#rule-count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_count_what_the_model_counts()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        await report.Page.FillAsync("#rule-lift", "5");
        await report.Page.FillAsync("#rule-confidence", "40");
        await report.Page.SelectOptionAsync("#rule-kind", "complement");
        await report.Page.CheckAsync("#rule-confirmed");
        int expected = Model.Rules.Count(r => r.Lift >= 5 && r.Confidence >= 0.4 && r.Kind == AssociationKind.Complement && r.HoldOut!.Confirmed);
        Assert.InRange(expected, 1, 1000);
        Assert.StartsWith($"{expected} rule", await report.Page.TextContentAsync("#rule-count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_on_a_head_sorts_and_a_second_turns_round()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        ILocator head = report.Page.Locator("th[data-column=both]");
        ILocator first = report.Page.Locator("#rule-table tbody tr:first-child td[data-label=Baskets]");
        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        Assert.Equal($"{Model.Rules.Max(r => r.Both)}", await first.TextContentAsync());
        await head.GetByRole(AriaRole.Button).PressAsync("Enter");
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        Assert.Equal($"{Model.Rules.Min(r => r.Both)}", await first.TextContentAsync());
    }

    [Fact]
    public async Task Pages_hold_all_rules_and_few_rows_at_a_time()
    {
        await using OpenReport report = await browser.OpenAsync(SampleReport.Create(5003));
        ILocator rows = report.Page.Locator("#rule-table tbody tr");
        await report.Page.SelectOptionAsync("#rule-rows", "100");
        Assert.Equal(100, await rows.CountAsync());
        Assert.Equal("Page 1 of 51", await report.Page.TextContentAsync("#rule-page"));
        await report.Page.ClickAsync("#rule-next");
        Assert.Equal("Page 2 of 51", await report.Page.TextContentAsync("#rule-page"));
        Assert.True(await report.Page.IsEnabledAsync("#rule-previous"));
    }

    [Fact]
    public async Task Csv_holds_the_filtered_rules_with_formulas_disarmed()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        await report.Page.FillAsync("#rule-search", "P001");
        IDownload download = await report.Page.RunAndWaitForDownloadAsync(() => report.Page.ClickAsync("#rule-download"));
        string csv = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        int expected = Model.Rules.Count(r => r.Antecedent.Concat(r.Consequent).Any(p => p.Id == "P001"));
        Assert.Equal("rules.csv", download.SuggestedFilename);
        Assert.StartsWith("antecedent_ids,antecedent_titles,", csv.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(expected + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("'=cmd()", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd()", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_give_the_account_of_one_rule_in_words()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        ILocator open = report.Page.Locator("#rule-table .open").First;
        await open.ClickAsync();
        string? account = await report.Page.Locator(".detail").TextContentAsync();
        Assert.Contains($"Both are in {Model.Rules[0].Both} baskets of 18,000.", account, StringComparison.Ordinal);
        Assert.Contains("q-value < 1e-300", account, StringComparison.Ordinal);
        Assert.Equal("true", await open.GetAttributeAsync("aria-expanded"));
        await open.ClickAsync();
        Assert.Equal(0, await report.Page.Locator(".detail").CountAsync());
    }

    [Fact]
    public async Task Network_zooms_by_button_and_filters_by_search()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        string before = await report.PictureAsync("#network-chart");
        await report.Page.ClickAsync("#network-in");
        await report.Page.WaitForFunctionAsync("before => document.querySelector('#network-chart canvas').toDataURL() !== before", before);
        await report.Page.FillAsync("#network-search", "no such product");
        await report.Page.GetByText("No link matches.").WaitForAsync();
        await report.Page.FillAsync("#network-search", "P000");
        int expected = Model.Network.Count(e => e.A.Id == "P000" || e.B.Id == "P000");
        await report.Page.GetByText($"Shown: {expected} link").WaitForAsync();
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task A_click_on_a_dot_brings_its_rule_to_the_top_of_the_table()
    {
        ReportRule rule = Model.Rules[7];
        await using OpenReport report = await browser.OpenAsync(Model with { Rules = [rule] });
        await report.Page.Locator("#scatter").ScrollIntoViewIfNeededAsync();
        float[] point = await report.Page.EvaluateAsync<float[]>(
            "p => echarts.getInstanceByDom(document.getElementById('scatter')).convertToPixel({seriesIndex: 0}, p)", new[] { rule.Support, rule.Confidence });
        await report.Page.Locator("#scatter").ClickAsync(new LocatorClickOptions { Position = new Position { X = point[0], Y = point[1] } });
        Assert.Contains(rule.Consequent[0].Title, await report.Page.InputValueAsync("#rule-search"), StringComparison.Ordinal);
        Assert.StartsWith("1 rule", await report.Page.TextContentAsync("#rule-count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_shop_gives_a_page_without_empty_parts()
    {
        await using OpenReport report = await browser.OpenAsync(HtmlReportTests.Minimal());
        Assert.Empty(report.Complaints);
        Assert.True(await report.Page.IsVisibleAsync("#baskets"));
        foreach (string part in (string[])["#findings", "#map", "#network", "#rules", "#quality", "#method"])
        {
            Assert.False(await report.Page.IsVisibleAsync(part), part);
        }
    }

    [Fact]
    public async Task The_theme_button_turns_the_page_dark()
    {
        await using OpenReport report = await browser.OpenAsync(Model);
        string light = await report.PictureAsync("#scatter");
        await report.Page.ClickAsync("#theme");
        Assert.Equal("dark", await report.Page.GetAttributeAsync("html", "data-theme"));
        Assert.NotEqual(light, await report.PictureAsync("#scatter"));
    }

    private static bool Holds(ReportRule rule, string word) =>
        rule.Antecedent.Concat(rule.Consequent).Any(p => p.Title.Contains(word, StringComparison.Ordinal));
}
