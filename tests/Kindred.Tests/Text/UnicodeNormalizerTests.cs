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

    // The same hash over the other forms, by the same program.
    [Theory]
    [InlineData(NormalizationForm.FormC, "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b")]
    [InlineData(NormalizationForm.FormD, "b505598a484ab04ad1f0d3e9d772f4a536b012c63ec82132e4a7fba25a8d94f2")]
    [InlineData(NormalizationForm.FormKC, HashOfAllCodePoints)]
    [InlineData(NormalizationForm.FormKD, "d796bc2466011eef032f183cd5a0e9335aed43a191d6c20c137ee95f1fc98dc6")]
    public void Every_form_of_every_code_point_is_the_one_that_Python_gives(NormalizationForm form, string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int c in Enumerable.Range(0, 0x110000).Where(Rune.IsValid))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(UnicodeNormalizer.ToForm(new Rune(c).ToString(), form) + "\n"));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(hash.GetHashAndReset()));
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
