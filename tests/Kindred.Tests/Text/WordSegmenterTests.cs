using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class WordSegmenterTests
{
    private static readonly string[] Planted = ["洗发水", "护手霜", "沐浴", "牙膏", "毛巾", "充电器", "苹果", "手机壳"];

    // Planted words in random order without spaces between them.
    private static string[] Texts()
    {
        var random = new RandomStream(3);
        return [.. Enumerable.Range(0, 2000).Select(_ => string.Concat(Enumerable.Range(0, 4).Select(_ => Planted[random.NextInt(Planted.Length)])))];
    }

    [Fact]
    public void Planted_words_are_found_and_nothing_else()
    {
        var segmenter = WordSegmenter.Learn(Texts(), new WordSegmenterOptions { MinCohesion = 1 });
        Assert.Equal(Planted.Order(StringComparer.Ordinal), segmenter.Words);
    }

    [Fact]
    public void A_text_is_cut_into_the_words_it_is_made_of()
    {
        var segmenter = WordSegmenter.Learn(Texts(), new WordSegmenterOptions { MinCohesion = 1 });
        string text = "牙膏洗发水新充电器毛巾";
        Assert.Equal(["牙膏", "洗发水", "新", "充电器", "毛巾"], segmenter.Cut(text).Select(r => text[r]));
    }

    [Fact]
    public void Words_become_tokens()
    {
        var analyzer = new TextAnalyzer(new TextAnalyzerOptions { Han = HanTokens.Words, Segmenter = WordSegmenter.Learn(Texts(), new WordSegmenterOptions { MinCohesion = 1 }) });
        Assert.Equal(["苹果", "手机壳", "x"], analyzer.Analyze("苹果手机壳 X"));
    }

    [Fact]
    public void Without_texts_every_character_is_a_word()
    {
        var segmenter = WordSegmenter.Learn([]);
        Assert.Empty(segmenter.Words);
        Assert.Equal([0..1, 1..2], segmenter.Cut("牙膏"));
        Assert.Empty(segmenter.Cut(string.Empty));
    }

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        string message = Assert.Throws<ArgumentException>(() => WordSegmenter.Learn([], new WordSegmenterOptions { MaxLength = 1, MinCount = 0, MinFreedom = -1 })).Message;
        Assert.Contains("MaxLength 1", message);
        Assert.Contains("MinCount 0", message);
        Assert.Contains("MinFreedom -1", message);
    }
}
