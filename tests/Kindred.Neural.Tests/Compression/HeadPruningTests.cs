using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Compression;
using Kindred.Neural.Encoders;
using Kindred.Neural.Onnx;
using Kindred.Neural.Quantized;
using Kindred.Neural.Tests.Transformers;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Tests.Compression;

public class HeadPruningTests
{
    private static readonly int[][] Texts = [[5, 6, 7, 80, 90], [8, 9, 10]];
    private static readonly Dictionary<int, int[]> Gone = new() { [0] = [1, 2], [2] = [0] };

    // XLM-R's shape in small: 3 layers of 4 heads.
    private static EncoderWeights Whole => SharedGolden.Weights(GoldenFile.Read("encoder-roberta.json").GetProperty("config"));

    [Fact]
    public void A_pruned_encoder_equals_the_whole_one_with_those_heads_closed()
    {
        using var whole = new TransformerEncoder(Whole);
        whole.HeadGates = [.. Enumerable.Range(0, 3).Select(layer => tensor(Enumerable.Range(0, 4).Select(h => Gone.GetValueOrDefault(layer, []).Contains(h) ? 0f : 1f).ToArray()))];
        float[] closed = Vectors(whole);
        using var pruned = new TransformerEncoder(HeadPruning.Remove(Whole, Gone));
        Assert.True(pruned.ToWeights().Count < Whole.Count);
        AssertClose(closed, Vectors(pruned), 1e-5f);
        whole.HeadGates = null;
        Assert.Contains(closed.Zip(Vectors(whole)), p => Math.Abs(p.First - p.Second) > 1e-3f);
    }

    [Fact]
    public void Pruned_twice_is_pruned_at_once()
    {
        // After head 1 has gone, the head that was 2 is 1.
        EncoderWeights twice = HeadPruning.Remove(HeadPruning.Remove(Whole, new Dictionary<int, int[]> { [0] = [1] }), new Dictionary<int, int[]> { [0] = [1], [2] = [0] });
        EncoderWeights once = HeadPruning.Remove(Whole, Gone);
        Assert.Equal(once.Config.PrunedHeads.OrderBy(p => p.Key).Select(p => (p.Key, string.Join(',', p.Value))), twice.Config.PrunedHeads.OrderBy(p => p.Key).Select(p => (p.Key, string.Join(',', p.Value))));
        Assert.All(once.Values, v => Assert.Equal(v.Value, twice[v.Key]));
    }

    [Theory]
    [InlineData(EncoderPrecision.Float32, 1e-5)]
    [InlineData(EncoderPrecision.Int8, 0.05)]
    public void Saved_and_exported_it_gives_the_same_vectors(EncoderPrecision precision, double tolerance)
    {
        EncoderWeights pruned = HeadPruning.Remove(Whole, Gone);
        string folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "config.json"), pruned.Config.ToJson());
            pruned.Save(Path.Combine(folder, "model.safetensors"));
            EncoderWeights again = EncoderWeights.Load(folder, EncoderConfig.Parse(File.ReadAllText(Path.Combine(folder, "config.json"))));
            using var encoder = new TransformerEncoder(again);
            using OnnxSentenceModel exported = OnnxSentenceModel.Create(OnnxExport.ToBytes(again, SentenceHead.Default, precision), again.Config, 1);
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            (Tensor ids, Tensor mask) = TransformerEncoderTests.Pad(Texts, 1);
            float[] expected = SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask).data<float>().ToArray();
            AssertClose(expected, exported.Run(ids.data<long>().ToArray(), mask.data<long>().ToArray(), 2, 5), (float)tolerance);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Kindred_s_own_int8_kernels_take_pruned_layers()
    {
        EncoderWeights pruned = HeadPruning.Remove(SharedGolden.Weights(GoldenFile.Read("encoder-tanh.json").GetProperty("config")), new Dictionary<int, int[]> { [1] = [0] });
        using var encoder = new TransformerEncoder(pruned);
        using var model = new QuantizedSentenceModel(pruned, SentenceHead.Default, 1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor ids, Tensor mask) = TransformerEncoderTests.Pad(Texts, 0);
        float[] expected = SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask).data<float>().ToArray();
        AssertClose(expected, model.Run(ids.data<long>().ToArray(), mask.data<long>().ToArray(), 2, 5), 0.02f);
    }

    [Fact]
    public void A_head_that_nothing_reads_has_no_importance_and_goes_first()
    {
        EncoderWeights weights = Whole;
        float[] output = weights["encoder.layer.1.attention.output.dense.weight"];
        for (int row = 0; row < 96; row++)
        {
            Array.Clear(output, (row * 96) + (2 * 24), 24);
        }

        using var encoder = new TransformerEncoder(weights);
        string[] words = [.. Enumerable.Range(0, 100).Select(i => $"w{i}")];
        var tokenizer = TextTokenizer.ForBert(["[UNK]", "[PAD]", "[CLS]", "[SEP]", "[MASK]", .. words]);
        double[][] importance = HeadPruning.Importance(encoder, SentenceHead.Default, tokenizer, [.. words.Chunk(4).Select(w => string.Join(' ', w))], 1, TestContext.Current.CancellationToken);
        Assert.Equal(0, importance[1][2], 1e-12);
        Assert.All(importance, layer => Assert.Equal(1, layer.Sum(v => v * v), 1e-6));
        Assert.Equal([2], Assert.Single(HeadPruning.Choose(importance, 1)).Value);
        IReadOnlyDictionary<int, int[]> most = HeadPruning.Choose(importance, 9);
        Assert.All(Enumerable.Range(0, 3), layer => Assert.DoesNotContain(Array.IndexOf(importance[layer], importance[layer].Max()), most[layer]));
        Assert.Contains("0 to 9 can", Assert.Throws<KindredDataException>(() => HeadPruning.Choose(importance, 10)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"7\": [0]}")]
    [InlineData("{\"0\": [0, 0]}")]
    [InlineData("{\"0\": [0, 1]}")]
    [InlineData("{\"0\": [5]}")]
    [InlineData("{\"x\": [0]}")]
    [InlineData("{\"99999999999\": [0]}")]
    [InlineData("{\"0\": 1}")]
    public void Pruned_heads_that_cannot_be_are_refused(string pruned)
    {
        string config = SharedGolden.Config(GoldenFile.Read("encoder-tanh.json").GetProperty("config")).ToJson();
        Assert.Throws<ModelFileException>(() => EncoderConfig.Parse(config.Replace("\"vocab_size\"", $"\"pruned_heads\": {pruned}, \"vocab_size\"", StringComparison.Ordinal)));
        Assert.Empty(EncoderConfig.Parse(config.Replace("\"vocab_size\"", "\"pruned_heads\": {}, \"vocab_size\"", StringComparison.Ordinal)).PrunedHeads);
    }

    private static float[] Vectors(TransformerEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor ids, Tensor mask) = TransformerEncoderTests.Pad(Texts, 1);
        return SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask).data<float>().ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance) => Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, tolerance));
}
