using Kindred.Text;

namespace Kindred.Tests.Text;

public class ExtractionTests
{
    [Theory]
    [InlineData("Shampoo 500ML", "500ml", Dimension.Volume, 500)]
    [InlineData("洗发水１．５升", "1.5l", Dimension.Volume, 1500)]
    [InlineData("Cola 12 fl. oz. can", "12floz", Dimension.Volume, 354.882)]
    [InlineData("rice 2 kg", "2kg", Dimension.Mass, 2000)]
    [InlineData("4 in. pipe", "4in", Dimension.Length, 0.1016)]
    [InlineData("300-GB disk", "300gb", Dimension.Data, 3e11)]
    [InlineData("rug 50x70cm", "70cm", Dimension.Length, 0.7)]
    [InlineData("纸巾120抽", "120pc", Dimension.Count, 120)]
    public void Sizes_are_found_in_base_units(string title, string text, Dimension dimension, double value)
    {
        ProductSize size = Assert.Single(SizeExtractor.Extract(title));
        Assert.Equal((text, dimension), (size.Text, size.Dimension));
        Assert.Equal(value, size.Value, value * 1e-9);
    }

    [Fact]
    public void Codes_ordinals_and_nothing_are_no_sizes()
    {
        Assert.Empty(SizeExtractor.Extract("2nd RL2455 ml 0 g 7 dwarfs"));
        Assert.Empty(SizeExtractor.Extract(null));
    }

    [Fact]
    public void Sizes_are_near_across_units()
    {
        ProductSize can = SizeExtractor.Extract("12 fl oz")[0];
        Assert.True(can.IsNear(SizeExtractor.Extract("355ml")[0], 0.005));
        Assert.False(can.IsNear(SizeExtractor.Extract("330ml")[0], 0.005));
        Assert.False(can.IsNear(SizeExtractor.Extract("355g")[0], 0.005));
    }

    [Fact]
    public void Brands_come_from_the_catalogue_and_from_how_titles_start()
    {
        string[] titles = [.. Enumerable.Range(0, 6).SelectMany(i => new[] { $"Acme kettle {i}", $"red kettle {i}", $"kettle by Black & Decker {i}", $"{i} the bag" })];
        var extractor = BrandExtractor.Learn(titles, ["Black & Decker"]);
        Assert.Equal("acme", extractor.Find("New ACME toaster"));
        Assert.Equal("Black & Decker", extractor.Find("drill black+decker 18V"));
        Assert.Null(extractor.Find("some kettle"));
        Assert.Null(extractor.Find(null));
        Assert.Equal(["Black & Decker", "acme", "red"], extractor.Brands);
    }

    [Fact]
    public void Keywords_are_the_rare_words_of_a_text()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"running shoe blue {(i < 3 ? "gore-tex" : "mesh")}")];
        Assert.Equal(["gore", "tex"], KeywordExtractor.Learn(texts).Extract("blue gore-tex running shoe for the trail shoe", 5).Skip(1).Take(2));
        Assert.Equal("trail", KeywordExtractor.Learn(texts).Extract("blue trail shoe", 1)[0]);
        Assert.Empty(KeywordExtractor.Learn([]).Extract(null, 3));
    }

    [Theory]
    [InlineData("running shoes", WritingSystem.Latin)]
    [InlineData("洗发水 500ml", WritingSystem.Chinese)]
    [InlineData("小米 Mi 8 手机壳", WritingSystem.Chinese)]
    [InlineData("シャンプー詰替用", WritingSystem.Japanese)]
    [InlineData("녹차 100g", WritingSystem.Korean)]
    [InlineData("чайник", WritingSystem.Cyrillic)]
    [InlineData("τσάι", WritingSystem.Greek)]
    [InlineData("شاي", WritingSystem.Arabic)]
    [InlineData("תה", WritingSystem.Hebrew)]
    [InlineData("ชา", WritingSystem.Thai)]
    [InlineData("चाय", WritingSystem.Devanagari)]
    [InlineData("ሻይ", WritingSystem.Other)]
    [InlineData("500 !!", WritingSystem.None)]
    [InlineData(null, WritingSystem.None)]
    public void Writing_systems_are_told_by_script(string? text, WritingSystem expected) => Assert.Equal(expected, WritingSystems.Detect(text));
}
