using Kindred.Domain;
using Kindred.Encoders;

namespace Kindred.Tests.Encoders;

public sealed class GloveFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Known_words_are_averaged_with_weights_from_the_texts()
    {
        File.WriteAllText(_path, "red 1 0\nshoe 0 1\nhat 0.5 0.5\n");
        var encoder = GloveFile.Import(_path, ["red shoe", "red"], new StaticEncoderOptions { SifA = 1, CommonComponents = 0 });
        // Shares 2/3 and 1/3 of the shop's tokens: weights 0.6 and 0.75.
        float[] vector = StaticEncoderTests.Encode(encoder, "Red shoe!");
        Assert.Equal(0.6 / 0.75, vector[0] / vector[1], 1e-5);
        Assert.Equal(3, encoder.TokenCount);
    }

    [Fact]
    public void The_first_line_of_word2vec_is_passed_over()
    {
        File.WriteAllText(_path, "2 3\nred 1 0 1\nhat 0 1 0\n");
        Assert.Equal((2, 3), (GloveFile.Import(_path, ["red"]).TokenCount, GloveFile.Import(_path, ["red"]).Dimensions));
    }

    [Theory]
    [InlineData("red 1 0\nhat 1\n", "Line 2")]
    [InlineData("red 1 zero\n", "'zero'")]
    [InlineData("red 1 NaN\n", "'NaN'")]
    [InlineData("", "no word vectors")]
    public void Other_files_are_refused_by_line(string content, string expected)
    {
        File.WriteAllText(_path, content);
        Assert.Contains(expected, Assert.Throws<KindredDataException>(() => GloveFile.Import(_path, ["red"])).Message);
    }

    public void Dispose() => File.Delete(_path);
}
