using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Tests.Encoders;

public class StaticEncoderTests
{
    private static readonly StaticEncoderOptions Small = new() { Dimensions = 16, Buckets = 500, Epochs = 3 };

    // Two kinds of products whose words never meet; a word of one kind is alike to the others of its kind only through company.
    private static string[] TwoKinds()
    {
        var random = new RandomStream(4);
        string[][] kinds = [["kettle", "teapot", "mug", "saucer", "plate", "bowl"], ["drill", "hammer", "wrench", "pliers", "chisel", "mallet"]];
        return [.. Enumerable.Range(0, 600).Select(i => string.Join(' ', Enumerable.Range(0, 4).Select(_ => kinds[i % 2][random.NextInt(6)])))];
    }

    [Fact]
    public void Words_that_keep_the_same_company_are_alike()
    {
        var encoder = StaticEncoder.Train(TwoKinds(), Small with { Buckets = 0, Epochs = 30, CommonComponents = 0 });
        Assert.True(Cosine(encoder, "kettle", "teapot mug") > Cosine(encoder, "kettle", "hammer drill") + 0.3);
    }

    [Fact]
    public void Vectors_are_weighted_sums_less_what_is_common_made_to_length_one()
    {
        // Weighted vectors (3, 0) and (0, 4), common direction (0.6, 0.8): "a b" sums to (3, 4), which is all common; "a" leaves (3, 0) − 1.8 (0.6, 0.8).
        var tokens = new TokenVectors(new TermTable(["a", "b"]), new FactorMatrix(2, [3, 0, 0, 4]));
        var encoder = new StaticEncoder(tokens, new FactorMatrix(2, [0.6f, 0.8f]));
        float[] a = Encode(encoder, "a unknown");
        Assert.Equal(0.8, a[0], 1e-5);
        Assert.Equal(-0.6, a[1], 1e-5);
        Assert.Equal([0f, 0f], Encode(encoder, "unknown"));
    }

    [Fact]
    public void Weights_are_a_over_a_plus_share()
    {
        var vectors = new FactorMatrix(1, [1, 1]);
        Sif.Weight(vectors, [1, 3], 4, 0.5);
        Assert.Equal(0.5 / 0.75, vectors.Elements[0], 1e-6);
        Assert.Equal(0.5 / 1.25, vectors.Elements[1], 1e-6);
    }

    [Fact]
    public void A_misspelt_word_is_near_the_word_it_was_meant_to_be()
    {
        var encoder = StaticEncoder.Train(TwoKinds(), Small with { Epochs = 20, CommonComponents = 0 });
        Assert.True(Cosine(encoder, "hamer", "hammer") > Cosine(encoder, "hamer", "saucer"));
        Assert.NotEqual(0, TensorPrimitives.Norm<float>(Encode(encoder, "hamer")));
    }

    [Fact]
    public void Seed_and_texts_decide_every_bit_whatever_the_threads()
    {
        string one = StaticEncoder.Train(TwoKinds(), Small, new TrainingOptions { Threads = 1 }).Version;
        Assert.Equal(one, StaticEncoder.Train(TwoKinds(), Small, new TrainingOptions { Threads = 4 }).Version);
        Assert.NotEqual(one, StaticEncoder.Train(TwoKinds(), Small, new TrainingOptions { Seed = 2 }).Version);
    }

    [Fact]
    public async Task One_by_one_in_bulk_and_through_the_interface_vectors_are_the_same()
    {
        using var encoder = StaticEncoder.Train(TwoKinds(), Small);
        string[] texts = [.. Enumerable.Range(0, 700).Select(i => $"kettle hammer {i}"), string.Empty];
        var bulk = new float[texts.Length * encoder.Dimensions];
        encoder.EncodeAll(texts, bulk, 3, TestContext.Current.CancellationToken);
        GeneratedEmbeddings<Embedding<float>> generated = await encoder.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(Encode(encoder, texts[i]), bulk.AsSpan(i * encoder.Dimensions, encoder.Dimensions).ToArray());
            Assert.Equal(Encode(encoder, texts[i]), generated[i].Vector.ToArray());
        }

        Assert.Equal($"static-{encoder.Version}", encoder.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
    }

    [Fact]
    public void A_written_encoder_is_read_back_whole()
    {
        var encoder = StaticEncoder.Train(TwoKinds(), Small);
        using var stream = new MemoryStream();
        encoder.Save(stream);
        stream.Position = 0;
        StaticEncoder read = StaticEncoder.Load(stream);
        Assert.Equal(encoder.Version, read.Version);
        Assert.Equal(Encode(encoder, "hamer kettle"), Encode(read, "hamer kettle"));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        using var stream = new MemoryStream();
        StaticEncoder.Train(TwoKinds(), Small).Save(stream);
        byte[] bytes = stream.ToArray();
        bytes[^9] ^= 1;
        Assert.Throws<ModelFileException>(() => StaticEncoder.Load(new MemoryStream(bytes)));
    }

    [Fact]
    public void Texts_without_tokens_are_refused() =>
        Assert.Contains("nothing to learn", Assert.Throws<KindredDataException>(() => StaticEncoder.Train(["!!!", string.Empty])).Message);

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        string message = Assert.Throws<KindredDataException>(() => StaticEncoder.Train(["a"], new StaticEncoderOptions { Dimensions = 0, Epochs = 0 })).Message;
        Assert.Contains("dimensions", message);
        Assert.Contains("epochs", message);
    }

    internal static float[] Encode(StaticEncoder encoder, string text)
    {
        var vector = new float[encoder.Dimensions];
        encoder.Encode(text, vector);
        return vector;
    }

    private static float Cosine(StaticEncoder encoder, string left, string right) => TensorPrimitives.Dot<float>(Encode(encoder, left), Encode(encoder, right));
}
