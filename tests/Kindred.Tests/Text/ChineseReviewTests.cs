using System.IO.Compression;
using System.Text;
using Kindred.Tests.Shared;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class ChineseReviewTests
{
    [Fact]
    public void Tokens_of_real_Chinese_text_give_the_text_back()
    {
        string[] reviews = [.. Reviews().Take(200)];
        var analyzer = new TextAnalyzer(new TextAnalyzerOptions { Han = HanTokens.Words, Segmenter = WordSegmenter.Learn(reviews), RemoveStopWords = false, JoinUnits = false, Stem = false });
        Assert.All(reviews, review => Assert.Equal(Unspaced(TextNormalizer.Normalize(review)), Unspaced(string.Concat(analyzer.Analyze(review)))));
    }

    private static string Unspaced(string text) => string.Concat(text.Where(c => CharacterKinds.Of(c) == CharacterKind.Unspaced));

    private static IEnumerable<string> Reviews()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Require("text/online_shopping_10_cats.csv.gz")), CompressionMode.Decompress), Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line[(line.IndexOf(',', StringComparison.Ordinal) + 3)..];
        }
    }
}
