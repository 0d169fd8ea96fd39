using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Neural.Encoders;
using Kindred.Neural.Onnx;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Microsoft.Extensions.AI;

namespace Kindred.Neural.Tests.Encoders;

public class TextEncoderTests
{
    // Of very different lengths, so that batches are sorted, padded and put back in order.
    private static readonly string[] Texts = ["w1 w2 w3", "w4", "w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15", "unknown", "w400 w1", "", .. Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Range(i, 1 + (i % 20)).Select(j => $"w{j}")))];

    [Theory]
    [InlineData(PoolingMode.Mean, true)]
    [InlineData(PoolingMode.Mean, false)]
    [InlineData(PoolingMode.FirstToken, true)]
    [InlineData(PoolingMode.Max, false)]
    [InlineData(PoolingMode.MeanSquareRoot, false)]
    public void Onnx_gives_the_vectors_of_libtorch(PoolingMode mode, bool normalize)
    {
        using var folder = new TinyModelFolder(head: new SentenceHead(mode, normalize));
        float[][] torch = Encode(folder, new() { Runtime = EncoderRuntime.Torch, BatchTokens = 64 });
        float[][] onnx = Encode(folder, new());
        AssertNear(torch, onnx, 1e-5);
    }

    [Theory]
    [InlineData("encoder-tanh.json", EncoderPrecision.Float16, 0.9999)]
    [InlineData("encoder-tanh.json", EncoderPrecision.Int8, 0.99)]
    [InlineData("encoder-roberta.json", EncoderPrecision.Float32, 0.999999)]
    [InlineData("encoder-roberta.json", EncoderPrecision.Int8, 0.99)]
    [InlineData("encoder-distilbert.json", EncoderPrecision.Float32, 0.999999)]
    public void Exported_encoders_stay_near_the_original(string golden, EncoderPrecision precision, double leastCosine)
    {
        using var folder = new TinyModelFolder(golden);
        float[][] original = Encode(folder, new() { Runtime = EncoderRuntime.Torch });
        float[][] exported = Encode(folder, new() { Precision = precision });
        for (int i = 0; i < original.Length; i++)
        {
            Assert.True(Dot(original[i], exported[i]) >= leastCosine, $"text {i}: cosine {Dot(original[i], exported[i])}");
        }
    }

    [Theory]
    [InlineData("encoder-tanh.json", PoolingMode.Mean, true)]
    [InlineData("encoder-distilbert.json", PoolingMode.Mean, true)]
    [InlineData("encoder-tanh.json", PoolingMode.FirstToken, false)]
    [InlineData("encoder-tanh.json", PoolingMode.Max, false)]
    [InlineData("encoder-tanh.json", PoolingMode.MeanSquareRoot, true)]
    public void Managed_int8_stays_near_the_original(string golden, PoolingMode mode, bool normalize)
    {
        using var folder = new TinyModelFolder(golden, new SentenceHead(mode, normalize));
        float[][] original = Encode(folder, new() { Runtime = EncoderRuntime.Torch });
        float[][] managed = Encode(folder, Managed);
        Assert.All(original.Zip(managed), p => Assert.InRange(Dot(p.First, p.Second), 0.995, 1.0001));
        Assert.All(original.Zip(managed), p => Assert.InRange(Length(p.Second) / Length(p.First), 0.98, 1.02));
    }

    [Fact]
    public void Managed_refuses_widths_that_its_kernels_do_not_take()
    {
        using var folder = new TinyModelFolder("encoder-roberta.json");
        KindredDataException fault = Assert.Throws<KindredDataException>(() => TextEncoder.Open(folder.Path, Managed));
        Assert.Contains("heads 24 wide", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Managed_vectors_do_not_depend_on_the_texts_around_them()
    {
        using var folder = new TinyModelFolder();
        float[][] together = Encode(folder, Managed with { Threads = 3, BatchTokens = 64 });
        using var encoder = TextEncoder.Open(folder.Path, Managed with { Threads = 1 });
        Assert.Equal(Texts.Select(t => encoder.Encode([t])[0]), together);
    }

    [Fact]
    public void A_file_with_token_vectors_only_is_pooled_here()
    {
        using var folder = new TinyModelFolder(head: new SentenceHead(PoolingMode.FirstToken, false));
        float[][] expected = Encode(folder, new());
        File.WriteAllBytes(folder.File("model.onnx"), OnnxExport.ToBytes(folder.Weights, new SentenceHead(PoolingMode.FirstToken, false), EncoderPrecision.Float32));
        File.Delete(folder.File("model.safetensors"));
        AssertNear(expected, Encode(folder, new()), 1e-6);
    }

    [Fact]
    public async Task It_is_an_embedding_generator()
    {
        using var folder = new TinyModelFolder();
        using var generator = new CachedEncoder(TextEncoder.Open(folder.Path), new EmbeddingCache());
        GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync(["w1", "w2 w3"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, vectors.Count);
        Assert.Equal(64, vectors[0].Vector.Length);
        Assert.Equal(64, generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
        Assert.Equal(1, Dot(vectors[0].Vector.ToArray(), vectors[0].Vector.ToArray()), 1e-5);
    }

    [Fact]
    public void The_version_names_weights_and_options_and_nothing_else()
    {
        using var folder = new TinyModelFolder();
        string version = Version(folder, new());
        File.WriteAllText(folder.File("notes.txt"), "not read");
        Assert.Equal(version, Version(folder, new() { Threads = 1 }));
        Assert.NotEqual(version, Version(folder, new() { Precision = EncoderPrecision.Int8 }));
        folder.Weights["embeddings.LayerNorm.bias"][0] += 1;
        folder.Weights.Save(folder.File("model.safetensors"));
        Assert.NotEqual(version, Version(folder, new()));
    }

    [Fact]
    public async Task Vectors_are_kept_in_a_folder_by_version()
    {
        using var folder = new TinyModelFolder();
        string cache = folder.File("cache");
        foreach (EncoderPrecision precision in new[] { EncoderPrecision.Float32, EncoderPrecision.Int8, EncoderPrecision.Int8 })
        {
            using IEmbeddingGenerator<string, Embedding<float>> encoder = CachedEncoder.InFolder(TextEncoder.Open(folder.Path, new() { Precision = precision }), cache);
            await encoder.GenerateAsync(["w1 w2"], cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, Directory.GetFiles(cache).Length);
    }

    [Theory]
    [InlineData("flags\t\t: fpu avx2 avx512f avx512_bf16 avx512vl", true)]
    [InlineData("flags\t\t: fpu avx2 amx_bf16", true)]
    [InlineData("flags\t\t: fpu avx2 avx512f avx512_bf16_not", false)]
    [InlineData("bugs\t\t: avx512_bf16", false)]
    public void Bfloat16_instructions_are_found_among_the_flags(string line, bool present) => Assert.Equal(present, BFloat16Unit.IsIn(["processor\t: 0", line, "bogomips\t: 4890"]));

    [Fact]
    public void Bfloat16_is_computed_where_the_processor_has_it_and_refused_where_it_has_not()
    {
        using var folder = new TinyModelFolder();
        TextEncoderOptions options = new() { Runtime = EncoderRuntime.Torch, Precision = EncoderPrecision.BFloat16 };
        KindredDataException fault = Assert.Throws<KindredDataException>(() => TorchSentenceModel.Create(folder.Weights, SentenceHead.Default, options, hasBFloat16: false));
        Assert.Contains("no bfloat16 instructions", fault.Message, StringComparison.Ordinal);

        using TorchSentenceModel half = TorchSentenceModel.Create(folder.Weights, SentenceHead.Default, options, hasBFloat16: true);
        using TorchSentenceModel whole = TorchSentenceModel.Create(folder.Weights, SentenceHead.Default, options with { Precision = EncoderPrecision.Float32 }, hasBFloat16: false);
        (float[] rounded, float[] exact) = (half.Run([1, 2, 3], [1, 1, 1], 1, 3), whole.Run([1, 2, 3], [1, 1, 1], 1, 3));
        Assert.InRange(Dot(rounded, exact), 0.99, 1.0001);
        Assert.NotEqual(exact, rounded);
    }

    [Fact]
    public void The_preferred_runtime_is_the_own_kernels_where_they_fit()
    {
        using var folder = new TinyModelFolder();
        using var odd = new TinyModelFolder("encoder-roberta.json"); // heads 24 wide
        Assert.Equal(EncoderRuntime.Managed, TextEncoder.PreferredRuntime(folder.Path, kernelsAreFast: true, hasOnnx: true));
        Assert.Equal(EncoderRuntime.Onnx, TextEncoder.PreferredRuntime(folder.Path, kernelsAreFast: false, hasOnnx: true));
        Assert.Equal(EncoderRuntime.Managed, TextEncoder.PreferredRuntime(folder.Path, kernelsAreFast: false, hasOnnx: false));
        Assert.Equal(EncoderRuntime.Onnx, TextEncoder.PreferredRuntime(odd.Path, kernelsAreFast: true, hasOnnx: true));
        File.WriteAllBytes(folder.File("model.onnx"), []);
        Assert.Equal(EncoderRuntime.Onnx, TextEncoder.PreferredRuntime(folder.Path, kernelsAreFast: true, hasOnnx: true));
    }

    [Fact]
    public void A_prefix_is_put_before_every_text()
    {
        using var folder = new TinyModelFolder();
        using var plain = TextEncoder.Open(folder.Path);
        using var prefixed = TextEncoder.Open(folder.Path, new TextEncoderOptions { Prefix = "w9 " });
        AssertNear(plain.Encode(["w9 w1"]), prefixed.Encode(["w1"]), 1e-6);
    }

    [Fact]
    public void Options_that_do_not_fit_are_all_named()
    {
        KindredDataException fault = Assert.Throws<KindredDataException>(() => new TextEncoderOptions { MaxTokens = 1, Threads = -1, Precision = EncoderPrecision.BFloat16 }.Validate());
        Assert.Contains("max tokens is 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("threads is -1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Onnx does not compute in BFloat16", fault.Message, StringComparison.Ordinal);
    }

    private static readonly TextEncoderOptions Managed = new() { Runtime = EncoderRuntime.Managed, Precision = EncoderPrecision.Int8 };

    private static string Version(TinyModelFolder folder, TextEncoderOptions options)
    {
        using var encoder = TextEncoder.Open(folder.Path, options);
        return ((IEmbeddingGenerator)encoder).GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId!;
    }

    private static float[][] Encode(TinyModelFolder folder, TextEncoderOptions options)
    {
        using var encoder = TextEncoder.Open(folder.Path, options);
        return encoder.Encode(Texts);
    }

    private static void AssertNear(float[][] expected, float[][] actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Zip(actual[i]).All(p => Math.Abs(p.First - p.Second) <= tolerance), $"text {i} differs by {expected[i].Zip(actual[i]).Max(p => Math.Abs(p.First - p.Second))}");
        }
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(p => (double)p.First * p.Second) / (Length(a) * Length(b));

    private static double Length(float[] a) => Math.Sqrt(a.Sum(v => (double)v * v));
}
