using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kindred.Report.Tests;

/// <summary>The file itself: complete, closed to the network, and deaf to what titles try.</summary>
public partial class HtmlReportTests
{
    private static string Html(ReportModel model)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(model, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static readonly string Page = Html(SampleReport.Create());

    [Fact]
    public void Every_place_of_the_template_is_filled_and_hostile_titles_stay_data()
    {
        string outsideData = DataElement().Replace(Page, "");
        Assert.DoesNotContain("{{", outsideData.Replace(TemplateFiles.ECharts, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("window.broken", outsideData, StringComparison.Ordinal);
        Assert.Contains("<title>Blumen &amp; Teehaus 茶花 &lt;shop&gt; · Kindred report</title>", Page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(Page, "</script>"));
    }

    [Fact]
    public void Data_is_valid_json_that_gives_every_title_back_unchanged()
    {
        using JsonDocument data = JsonDocument.Parse(DataElement().Match(Page).Groups[1].Value);
        string?[] titles = [.. data.RootElement.GetProperty("products").EnumerateArray().Select(p => p[1].GetString())];
        Assert.Contains(SampleReport.Hostile, titles);
        Assert.Equal(2000, data.RootElement.GetProperty("model").GetProperty("rules").GetArrayLength());
        Assert.DoesNotContain(DataElement().Match(Page).Groups[1].Value, c => c is '<' or '>' or '&' or '\'');
    }

    [Fact]
    public void Chinese_titles_are_written_as_they_are() => Assert.Contains("茶具套装", Page, StringComparison.Ordinal);

    [Fact]
    public void A_rule_names_its_products_by_row_of_the_product_table()
    {
        ReportModel model = SampleReport.Create(50);
        using JsonDocument data = JsonDocument.Parse(DataElement().Match(Html(model)).Groups[1].Value);
        JsonElement products = data.RootElement.GetProperty("products");
        JsonElement rules = data.RootElement.GetProperty("model").GetProperty("rules");
        for (int i = 0; i < model.Rules.Count; i++)
        {
            int[] rows = [.. rules[i].GetProperty("antecedent").EnumerateArray().Select(r => r.GetInt32())];
            Assert.Equal(model.Rules[i].Antecedent.Select(p => p.Id), rows.Select(r => products[r][0].GetString()!));
        }
    }

    [Fact]
    public void Nothing_points_outside_the_file()
    {
        string own = Page.Replace(TemplateFiles.ECharts, "", StringComparison.Ordinal);
        own = Licences().Replace(DataElement().Replace(own, ""), "");
        Assert.DoesNotMatch("https?:|@import|url\\(|<link(?! rel=\"icon\" href=\"data:,\")|\\ssrc=", own);
    }

    [Fact]
    public void The_policy_allows_exactly_the_two_scripts_in_the_page()
    {
        string policy = Policy().Match(Page).Groups[1].Value;
        string[] hashes = [.. InlineScript().Matches(Page).Select(m => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups[1].Value))))];
        Assert.Equal(2, hashes.Length);
        Assert.All(hashes, h => Assert.Contains($"'sha256-{h}'", policy, StringComparison.Ordinal));
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Licences_of_all_embedded_parts_are_in_the_page()
    {
        string licences = Licences().Match(Page).Value;
        Assert.All(["Apache License", "The Apache Software Foundation", "Baidu", "Copyright 2010-2016 Mike Bostock", "Microsoft Corporation"],
            text => Assert.Contains(text, licences, StringComparison.Ordinal));
    }

    [Fact]
    public void Five_thousand_rules_stay_under_five_megabytes() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Html(SampleReport.Create(5000))), 1_200_000, 5_000_000);

    [Fact]
    public void Same_model_gives_same_bytes() => Assert.Equal(Page, Html(SampleReport.Create()));

    [Fact]
    public void Broken_surrogates_in_a_title_become_replacement_characters() =>
        Assert.Contains("broken \\uFFFD title", Html(Minimal() with { Findings = [new Finding("broken \uD83D title", "")] }), StringComparison.Ordinal);

    [Fact]
    public void The_stream_is_left_open()
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(Minimal(), stream);
        Assert.True(stream.CanWrite);
    }

    internal static ReportModel Minimal() => new()
    {
        Title = "Empty shop",
        GeneratedAt = DateTimeOffset.UnixEpoch,
        Baskets = new BasketStatistics { Baskets = 0, Products = 0, Occurrences = 0 },
    };

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<div class=\"licences\">.*?</div>", RegexOptions.Singleline)]
    private static partial Regex Licences();

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"(.*?)\"")]
    private static partial Regex Policy();
}
