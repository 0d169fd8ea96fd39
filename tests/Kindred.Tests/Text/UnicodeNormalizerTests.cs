using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kindred.Text;

namespace Kindred.Tests.Text;

public partial class UnicodeNormalizerTests
{
    // SHA-256 over the NFKC form of every code point, each followed by a line feed, by Python 3.11 unicodedata (Unicode 14.0).
    private const string HashOfAllCodePoints = "06e7277bca1b5f061a23d4e0caee648a132aee7e3fe7ae21a6f460298c980a11";

    [Fact]
    public void Every_code_point_has_the_form_that_Python_gives_it()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int c = 0; c < 0x110000; c++)
        {
            if (Rune.IsValid(c))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(TextNormalizer.ToFormKC(new Rune(c).ToString()) + "\n"));
            }
        }

        Assert.Equal(HashOfAllCodePoints, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Sequences_of_bases_and_marks_have_the_form_that_Python_gives_them()
    {
        foreach (string[] line in GoldenFile.Read("nfkc.txt", '\t'))
        {
            Assert.Equal(Unescape(line[1]), TextNormalizer.ToFormKC(Unescape(line[0])));
        }
    }

    [Fact]
    public void Normalising_again_changes_nothing()
    {
        foreach (string[] line in GoldenFile.Read("nfkc.txt", '\t'))
        {
            string once = TextNormalizer.Normalize(Unescape(line[0]));
            Assert.Equal(once, TextNormalizer.Normalize(once));
        }
    }

    [Theory]
    [InlineData("ＡＢＣ　５００ｍｌ", "abc 500ml")]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("ｶﾞﾗｽ", "ガラス")]
    [InlineData("㎏", "kg")]
    [InlineData("½", "1⁄2")]
    [InlineData("한국어", "한국어")]
    [InlineData("й", "й")]
    [InlineData("洗发水500毫升", "洗发水500毫升")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Texts_that_read_alike_get_one_form(string? text, string expected) => Assert.Equal(expected, TextNormalizer.Normalize(text));

    [Fact]
    public void A_lone_half_of_a_pair_is_replaced() => Assert.Equal("a\uFFFDb", TextNormalizer.ToFormKC("a\uD800b"));

    private static string Unescape(string text) => Escape().Replace(
        text, m => char.ConvertFromUtf32(int.Parse(m.Value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")]
    private static partial Regex Escape();
}
