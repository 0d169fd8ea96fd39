using Kindred.Text;

namespace Kindred.Tests.Text;

public class Porter2Tests
{
    [Fact]
    public void Stems_are_those_of_the_reference_implementation()
    {
        string[] wrong = [.. GoldenFile.Read("porter2.txt", ' ').Where(w => Stem(w[0]) != w[1]).Select(w => $"{w[0]} → {Stem(w[0])}, not {w[1]}")];
        Assert.Empty(wrong);
    }

    // From the table of samples on the page that defines the algorithm.
    [Theory]
    [InlineData("consistently", "consist")]
    [InlineData("consolations", "consol")]
    [InlineData("knackeries", "knackeri")]
    [InlineData("knightly", "knight")]
    public void Samples_of_the_definition(string word, string stem) => Assert.Equal(stem, Stem(word));

    [Theory]
    [InlineData("at", false)]
    [InlineData("shoes", true)]
    [InlineData("mp3", false)]
    [InlineData("größe", false)]
    public void Only_plain_words_are_stemmed(string word, bool applies) => Assert.Equal(applies, Porter2.Applies(word));

    private static string Stem(string word)
    {
        Span<char> letters = word.ToCharArray();
        return letters[..Porter2.Stem(letters)].ToString();
    }
}
