using System.IO.Compression;
using System.Text.Json;
using Kindred.Neural.Tokenizing;
using Kindred.Tests.Shared;

namespace Kindred.Neural.Tests.Tokenizing;

/// <summary>The same token numbers as Hugging Face's own library gives, on real and on hostile texts.</summary>
public class TokenizerParityTests
{
    private const int Long = 10_000;

    [Theory]
    [InlineData("tokenizer-bpe.json")]
    [InlineData("tokenizer-unigram.json")]
    public void Byte_pair_and_unigram_tokenizers_agree_with_the_reference(string file)
    {
        JsonElement golden = GoldenFile.Read(file);
        AssertAgrees(golden, TokenizerJson.Read(golden.GetProperty("tokenizer")));
    }

    [Fact]
    public void The_word_pieces_of_a_real_model_agree_with_the_reference()
    {
        using JsonDocument json = JsonDocument.Parse(Unpacked("tokenizer.json"));
        AssertAgrees(GoldenFile.Read("tokenizer-wordpiece.json"), TokenizerJson.Read(json.RootElement));
    }

    [Fact]
    public void The_vocabulary_alone_gives_the_same_tokenizer()
    {
        string[] tokens = new StreamReader(Unpacked("vocab.txt")).ReadToEnd().TrimEnd('\n').Split('\n');
        AssertAgrees(GoldenFile.Read("tokenizer-wordpiece.json"), TextTokenizer.ForBert(tokens));
    }

    private static GZipStream Unpacked(string name) =>
        new GZipStream(File.OpenRead(SharedData.Require($"text/tokenizer/{name}.gz")), CompressionMode.Decompress);

    private static void AssertAgrees(JsonElement golden, TextTokenizer tokenizer)
    {
        string[] wrong = [.. golden.GetProperty("cases").EnumerateArray()
            .Select(c => (Text: c[0].GetString()!, Expected: c[1].Integers()))
            .Select(c => (c.Text, c.Expected, Actual: tokenizer.Encode(c.Text, Long)))
            .Where(c => !c.Expected.SequenceEqual(c.Actual))
            .Select(c => $"'{c.Text}': [{string.Join(' ', c.Actual)}] instead of [{string.Join(' ', c.Expected)}]")];
        Assert.True(wrong.Length == 0, $"{wrong.Length} texts differ:\n{string.Join('\n', wrong)}");
        foreach (JsonElement pair in golden.GetProperty("pairs").EnumerateArray())
        {
            (int[] ids, int[] segments) = tokenizer.EncodePair(pair[0].GetString()!, pair[1].GetString()!, Long);
            Assert.Equal(pair[2].Integers(), ids);
            Assert.Equal(pair[3].Integers(), segments);
        }

        foreach (JsonElement pair in golden.GetProperty("cut").EnumerateArray())
        {
            Assert.Equal(pair[2].Integers(), tokenizer.EncodePair(pair[0].GetString()!, pair[1].GetString()!, 8).Ids);
        }
    }
}
