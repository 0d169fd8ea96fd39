using CsCheck;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class TextAnalyzerTests
{
    private static readonly TextAnalyzer Default = new();

    [Theory]
    [InlineData("Shampoo 500ML", "shampoo 500ml")]
    [InlineData("shampoo, 500 ml", "shampoo 500ml")]
    [InlineData("Shampoo ５００毫升", "shampoo 500ml")]
    [InlineData("1.5l", "1.5l")]
    [InlineData("1,50 Litres", "1.5l")]
    [InlineData("300-GB", "300gb")]
    [InlineData("1,000 g", "1000g")]
    [InlineData("4 in. x 8 ft.", "4in x 8ft")]
    [InlineData("24\" monitor", "24in monitor")]
    [InlineData("12 fl. oz.", "12floz")]
    [InlineData("30 sq. ft.", "30sqft")]
    [InlineData("2 in 1", "2 1")]
    [InlineData("50x70cm", "50 70cm")]
    [InlineData("3x2", "3 2")]
    [InlineData("2nd", "2nd")]
    [InlineData("5in1", "5in1")]
    [InlineData("RL2455", "rl2455")]
    [InlineData("SC-141", "sc 141")]
    [InlineData("10.0.1", "10 1")]
    public void Numbers_units_and_codes(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Default.Analyze(text)));

    [Theory]
    [InlineData("Women's running shoes", "women run shoe")]
    [InlineData("The bag for the O’Neill jacket", "bag oneil jacket")]
    [InlineData("Café crème", "cafe creme")]
    [InlineData("", "")]
    [InlineData("!!! --- ,", "")]
    public void English_words(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Default.Analyze(text)));

    [Theory]
    [InlineData(HanTokens.Bigrams, "洗发 发水 500ml 去屑")]
    [InlineData(HanTokens.Characters, "洗 发 水 500ml 去 屑")]
    [InlineData(HanTokens.CharactersAndBigrams, "洗 洗发 发 发水 水 500ml 去 去屑 屑")]
    public void Chinese_runs(HanTokens han, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', new TextAnalyzer(new TextAnalyzerOptions { Han = han }).Analyze("洗发水500毫升去屑")));

    [Fact]
    public void A_single_Chinese_character_is_its_own_bigram_token() =>
        Assert.Equal(["酒", "x"], new TextAnalyzer(new TextAnalyzerOptions { Han = HanTokens.Bigrams }).Analyze("酒 x"));

    [Fact]
    public void Stop_words_stems_and_units_can_be_kept_apart() =>
        Assert.Equal(["the", "running", "500", "ml"], new TextAnalyzer(new TextAnalyzerOptions { Stem = false, RemoveStopWords = false, JoinUnits = false }).Analyze("The running 500 ml"));

    [Fact]
    public void Words_need_a_segmenter() =>
        Assert.Contains("Segmenter", Assert.Throws<ArgumentException>(() => new TextAnalyzer(new TextAnalyzerOptions { Han = HanTokens.Words })).Message);

    [Fact]
    public void Defaults_are_as_documented() =>
        Assert.Equal(new TextAnalyzerOptions { Stem = true, RemoveStopWords = true, JoinUnits = true, Han = HanTokens.CharactersAndBigrams, Segmenter = null }, new TextAnalyzerOptions());

    [Fact]
    public void Any_text_is_analysed_and_a_used_buffer_gives_what_a_new_one_gives() => Gen.String.Sample(text =>
    {
        var used = new TokenBuffer();
        Default.Analyze("what stood in it before, 500 ml", used);
        Default.Analyze(text, used);
        Assert.Equal(Default.Analyze(text), used.ToArray());
        Assert.DoesNotContain(used.ToArray(), t => t.Length == 0);
    });

    [Fact]
    public void Width_and_case_never_matter() => Gen.String[Gen.Char[' ', '~'], 0, 40].Sample(text =>
        Assert.Equal(Default.Analyze(text), Default.Analyze(new string([.. text.ToUpperInvariant().Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)]))));
}
