using System.Text.Json;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Tests.Transformers;

public class TransformerEncoderTests
{
    private const float Tolerance = 1e-4f;

    [Theory]
    [InlineData("encoder-bert.json")]
    [InlineData("encoder-roberta.json")]
    [InlineData("encoder-distilbert.json")]
    [InlineData("encoder-tanh.json")]
    public void Vectors_equal_those_of_an_independent_forward_pass(string file)
    {
        JsonElement golden = GoldenFile.Read(file);
        using var encoder = new TransformerEncoder(SharedGolden.Weights(golden.GetProperty("config")));
        JsonElement[] texts = [.. golden.GetProperty("texts").EnumerateArray()];
        (Tensor ids, Tensor mask) = Pad(texts.Select(t => t.GetProperty("ids").Integers()).ToArray(), encoder.Config.PadTokenId);

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor tokens = encoder.Forward(ids, mask);
        float[] means = SentencePooling.Apply(SentenceHead.Default, tokens, mask).data<float>().ToArray();
        float[] largest = SentencePooling.Apply(new SentenceHead(PoolingMode.Max, false), tokens, mask).data<float>().ToArray();
        for (int i = 0; i < texts.Length; i++)
        {
            int width = encoder.Config.HiddenSize;
            int length = texts[i].GetProperty("ids").GetArrayLength();
            AssertClose(texts[i].GetProperty("first_token").Singles(), Row(tokens[i][0]));
            AssertClose(texts[i].GetProperty("last_token").Singles(), Row(tokens[i][length - 1]));
            AssertClose(texts[i].GetProperty("mean").Singles(), means[(i * width)..((i + 1) * width)]);
            AssertClose(texts[i].GetProperty("largest").Singles(), largest[(i * width)..((i + 1) * width)]);
        }
    }

    [Fact]
    public void A_narrowed_token_table_computes_the_same_and_gives_its_rows_back()
    {
        using var encoder = new TransformerEncoder(SharedGolden.Weights(GoldenFile.Read("encoder-tanh.json").GetProperty("config")));
        (Tensor ids, Tensor mask) = Pad([[9, 6, 7], [8, 9]], 0);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int width = encoder.Config.HiddenSize;
        float[] table = encoder.ToWeights()[ParameterNames.Tokens];
        float[] before = Row(encoder.Forward(ids, mask).flatten());
        using (encoder.KeepTokens([9, 0, 8, 7, 6, 9]))
        {
            Assert.Equal([5, width], encoder.Parameters[ParameterNames.Tokens].shape);
            Assert.Equal(before, Row(encoder.Forward(ids, mask).flatten()));
            (Tensor others, Tensor all) = Pad([[9, 5]], 0);
            Assert.ThrowsAny<Exception>(() => encoder.Forward(others, all));
            Assert.Throws<InvalidOperationException>(() => encoder.ToWeights());
            Assert.Throws<InvalidOperationException>(() => encoder.KeepTokens([1]));
            encoder.Parameters[ParameterNames.Tokens].add_(1);
        }

        float[] after = encoder.ToWeights()[ParameterNames.Tokens];
        Assert.All(Enumerable.Range(0, table.Length), i => Assert.Equal(table[i] + ((i / width) is 0 or (>= 6 and <= 9) ? 1 : 0), after[i], 1e-6f));
    }

    [Fact]
    public void Low_rank_adapters_change_nothing_at_first_and_merged_ones_give_the_same_vectors()
    {
        using var encoder = new TransformerEncoder(SharedGolden.Weights(GoldenFile.Read("encoder-tanh.json").GetProperty("config")));
        (Tensor ids, Tensor mask) = Pad([[5, 6, 7], [8, 9, 10]], 0);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        float[] before = Row(encoder.Forward(ids, mask).flatten());
        encoder.Attach(LowRankAdapter.ForAttention(encoder.Config, 4, 8));
        Assert.Equal(before, Row(encoder.Forward(ids, mask).flatten()));

        foreach (LowRankAdapter adapter in encoder.Adapters.Values)
        {
            adapter.Up.normal_(0, 0.5);
        }

        float[] adapted = Row(encoder.Forward(ids, mask).flatten());
        Assert.Contains(before.Zip(adapted), p => Math.Abs(p.First - p.Second) > 0.01f);
        encoder.MergeAdapters();
        AssertClose(adapted, Row(encoder.Forward(ids, mask).flatten()));
    }

    [Fact]
    public void Bfloat16_is_near_float32()
    {
        using var encoder = new TransformerEncoder(SharedGolden.Weights(GoldenFile.Read("encoder-roberta.json").GetProperty("config")));
        (Tensor ids, Tensor mask) = Pad([[5, 6, 7, 800, 30], [8, 9, 10]], 1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor full = SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask);
        encoder.Precision = ScalarType.BFloat16;
        Tensor rounded = SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask);
        Assert.All(Row((full * rounded).sum(1)), cosine => Assert.InRange(cosine, 0.999f, 1.001f));
    }

    internal static (Tensor Ids, Tensor Mask) Pad(int[][] texts, int padId)
    {
        int width = texts.Max(t => t.Length);
        long[] ids = [.. texts.SelectMany(t => t.Select(i => (long)i).Concat(Enumerable.Repeat((long)padId, width - t.Length)))];
        long[] mask = [.. texts.SelectMany(t => t.Select(_ => 1L).Concat(Enumerable.Repeat(0L, width - t.Length)))];
        return (tensor(ids, [texts.Length, width]), tensor(mask, [texts.Length, width]));
    }

    private static float[] Row(Tensor row) => row.contiguous().data<float>().ToArray();

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"element {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
