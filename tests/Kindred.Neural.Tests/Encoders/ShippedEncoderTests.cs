using System.IO.Compression;
using Kindred.Neural.Encoders;
using Kindred.Neural.Pretraining;
using Kindred.Neural.Tokenizing;
using Kindred.Simulation;
using Kindred.Tests.Shared;

namespace Kindred.Neural.Tests.Encoders;

public class ShippedEncoderTests
{
    [Fact]
    public void It_is_whole_and_small()
    {
        Assert.True(new DirectoryInfo(TextEncoder.ShippedFolder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) < 25 << 20);
        using var encoder = TextEncoder.Open(TextEncoder.ShippedFolder);
        Assert.Equal(128, encoder.Dimensions);
        Assert.Contains("Limits", File.ReadAllText(Path.Combine(TextEncoder.ShippedFolder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_finds_the_chinese_title_of_an_english_one()
    {
        var shop = new ShopSimulator(new ShopOptions { Products = 500, Seed = 99 });
        string[] english = [.. Enumerable.Range(0, 300).Select(i => shop.Describe(i, ShopLanguages.English).Title!)];
        string[] chinese = [.. Enumerable.Range(0, 300).Select(i => shop.Describe(i, ShopLanguages.Chinese).Title!)];
        int found = Found(english, chinese, EncoderPrecision.Float32);
        Assert.True(found > 270, $"{found} of 300 translations come first");
    }

    [Fact]
    public void It_knows_the_characters_of_Chinese_reviews()
    {
        var tokenizer = TextTokenizer.Load(TextEncoder.ShippedFolder);
        using Stream file = new GZipStream(File.OpenRead(SharedData.Require("text/online_shopping_10_cats.csv.gz")), CompressionMode.Decompress);
        char[] characters = [.. CsvLines.Read(file, "review").Where((_, i) => i % 20 == 0).SelectMany(l => l[0]).Where(c => c is >= '\u4E00' and <= '\u9FFF')];
        double share = characters.Count(c => tokenizer.Find(c.ToString()) is null) / (double)characters.Length;
        Assert.True(characters.Length > 100_000 && share < 0.001, $"{share:0.00000} of {characters.Length} characters are unknown");
        const string Text = "这款手机的屏幕很清晰";
        Assert.Equal(Text, string.Concat(tokenizer.Encode(Text, 64)[1..^1].Select(tokenizer.Token)));
    }

    [Theory]
    [InlineData(EncoderPrecision.Float32)]
    [InlineData(EncoderPrecision.Int8)]
    public void It_finds_the_cluster_of_an_offer_that_it_never_saw(EncoderPrecision precision)
    {
        using Stream file = new GZipStream(File.OpenRead(SharedData.Require("text/pricerunner.csv.gz")), CompressionMode.Decompress);
        string[][] offers = [.. CsvLines.Read(file, "cluster_id", "product_title", "cluster_label")
            .Where(l => PretrainingData.IsHeldOut(l[0])).DistinctBy(l => l[0]).Where((_, i) => i % 6 == 0).Take(1000)];
        int found = Found([.. offers.Select(o => o[1])], [.. offers.Select(o => o[2])], precision);
        Assert.True(found > 850, $"{found} of {offers.Length} labels come first");
    }

    private static int Found(string[] queries, string[] documents, EncoderPrecision precision)
    {
        using var encoder = TextEncoder.Open(TextEncoder.ShippedFolder, new TextEncoderOptions { Precision = precision });
        float[][] left = encoder.Encode(queries);
        float[][] right = encoder.Encode(documents);
        int found = left.Where((q, i) => Enumerable.Range(0, right.Length).MaxBy(j => System.Numerics.Tensors.TensorPrimitives.Dot<float>(q, right[j])) == i).Count();
        TestContext.Current.SendDiagnosticMessage($"{precision}: {found} of {queries.Length}");
        return found;
    }
}
