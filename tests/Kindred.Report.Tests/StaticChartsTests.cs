using System.Xml.Linq;
using SkiaSharp;

namespace Kindred.Report.Tests;

public sealed class StaticChartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-charts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_chart_is_a_png_with_a_picture_and_a_valid_svg()
    {
        StaticChartFiles written = StaticCharts.Write(SampleReport.Create(400), _folder);
        Assert.Equal(
            ["rules.png", "rules.svg", "associations.png", "associations.svg", "basket-sizes.png", "basket-sizes.svg"],
            written.Files.Select(f => Path.GetFileName(f)));
        Assert.All(written.Files.Where(f => f.EndsWith(".svg", StringComparison.Ordinal)), f => Assert.Equal("svg", XDocument.Load(f).Root!.Name.LocalName));
        Assert.All(written.Files.Where(f => f.EndsWith(".png", StringComparison.Ordinal)), f => Assert.True(Colours(f) > 20, $"{f} is nearly blank"));
    }

    [Fact]
    public void Nothing_to_draw_writes_nothing() =>
        Assert.Empty(StaticCharts.Write(HtmlReportTests.Minimal(), _folder).Files);

    [Fact]
    public void A_missing_chinese_font_is_said_and_a_found_one_is_used()
    {
        Assert.Contains("'茶'", ChartFont.For(["Tea 茶"], _ => null).Note, StringComparison.Ordinal);
        Assert.Equal(new ChartFont("Song", null), ChartFont.For(["Tea 茶"], _ => "Song"));
        Assert.Null(ChartFont.For(["Tea, Čaj, Τσάι, Чай 🎁"], _ => throw new InvalidOperationException()).Note);
    }

    [Fact]
    public void A_rule_and_its_reverse_are_one_bar_and_the_strongest_come_first()
    {
        ReportRule[] rules = [.. SampleReport.Create(40).Rules];
        ReportRule reversed = rules[0] with { Antecedent = rules[0].Consequent, Consequent = rules[0].Antecedent };
        ReportRule[] strongest = AssociationBars.Strongest([.. rules.Reverse(), reversed]);
        Assert.Equal(15, strongest.Length);
        Assert.Equal(rules[0].Lift, strongest[0].Lift);
        Assert.True(strongest[1].Lift < strongest[0].Lift);
    }

    [Fact]
    public void The_last_histogram_bar_gathers_all_larger_baskets()
    {
        double[] counts = SizeHistogram.Counts([new SizeCount(1, 7), new SizeCount(30, 2), new SizeCount(31, 3), new SizeCount(900, 4)]);
        Assert.Equal(30, counts.Length);
        Assert.Equal(7, counts[0]);
        Assert.Equal(9, counts[29]);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1, 1)]
    [InlineData(4.99, 2)]
    [InlineData(1000, 6)]
    public void A_lift_falls_in_its_band(double lift, int band) => Assert.Equal(band, RuleScatter.Band(lift));

    private static int Colours(string file)
    {
        using SKBitmap bitmap = SKBitmap.Decode(file);
        return bitmap.Pixels.Distinct().Count();
    }
}
