using System.Numerics.Tensors;
using Kindred.Neural.Native;
using Kindred.Neural.Pretraining;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Kindred.Neural.Tests.Pretraining;

public class TokenBagTests
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "lamp", "lamps", "hose", "the", "##s", "garden"];

    [Fact]
    public void An_untrained_encoder_gives_the_sum_of_the_token_vectors_it_starts_from()
    {
        var tokenizer = TextTokenizer.ForBert(Vocabulary);
        var config = new EncoderConfig { VocabularySize = Vocabulary.Length, HiddenSize = 16, Layers = 2, Heads = 2, IntermediateSize = 32, MaxPositions = 16 };
        EncoderWeights weights = EncoderWeights.CreateRandom(config, new RandomStream(1));
        float[][] rows = [.. Enumerable.Range(0, Vocabulary.Length).Select(id => tokenizer.SpecialIds.Contains(id) ? new float[12] : Centred(id))];
        TokenBagStart.Apply(weights, [.. rows.SelectMany(r => r)]);

        using var encoder = new TransformerEncoder(weights);
        int[] ids = tokenizer.Encode("the garden hose", 16);
        using Tensor vectors = encoder.Forward(tensor(ids.Select(i => (long)i).ToArray(), [1, ids.Length]), ones([1, ids.Length], ScalarType.Int64));
        float[] mean = vectors.mean([1]).data<float>().ToArray();
        var sum = new float[12];
        foreach (int id in ids)
        {
            TensorPrimitives.Add(sum, rows[id], sum);
        }

        Assert.Equal(1, TensorPrimitives.CosineSimilarity<float>(sum, mean.AsSpan(0, 12)), 1e-5);
        Assert.All(mean[12..], m => Assert.Equal(0, m, 1e-6));
    }

    [Fact]
    public void Moving_all_rows_is_what_adam_does()
    {
        NativeLibraries.UseTorch();
        using var rows = new TokenRows(4, 3);
        using var parameter = new TorchSharp.Modules.Parameter(zeros(4, 3));
        using var adam = optim.Adam([parameter], lr: 0.01);
        using Tensor ids = arange(4);
        for (int step = 0; step < 5; step++)
        {
            using Tensor gradient = tensor(Enumerable.Range(0, 12).Select(i => MathF.Sin((step * 12) + i)).ToArray(), [4, 3]);
            parameter.grad = gradient.clone();
            adam.step();
            rows.Move(ids, gradient, 0.01);
        }

        Assert.All(parameter.data<float>().ToArray().Zip(rows.Table.data<float>().ToArray()), v => Assert.Equal(v.First, v.Second, 1e-5));
    }

    [Fact]
    public void Rows_that_no_step_takes_stay_as_they_are()
    {
        NativeLibraries.UseTorch();
        using var rows = new TokenRows(3, 2);
        using Tensor ids = tensor(new long[] { 1 });
        using Tensor gradient = ones(1, 2);
        rows.Move(ids, gradient, 0.1);
        float[] values = rows.Table.data<float>().ToArray();
        Assert.Equal([0, 0, 0, 0], values[..2].Concat(values[4..]));
        Assert.Equal(-0.1f, values[2], 1e-5);
    }

    [Fact]
    public void Words_alike_in_spelling_are_near_and_frequent_words_short()
    {
        var tokenizer = TextTokenizer.ForBert(Vocabulary);
        var words = new WordVectors(["the", "lamp", "hose"], [1, 0, 0, 1, 0.5f, -1], 2);
        TokenFeatures features = TokenFeatures.Create(tokenizer, words, ["the lamp", "the hose", "the garden"], spelling: 256);
        float[] Row(string token) => features.Rows[(tokenizer.Find(token)!.Value * features.Width)..][..features.Width];
        double Spelt(string a, string b) => TensorPrimitives.CosineSimilarity<float>(Row(a).AsSpan(features.Meaning), Row(b).AsSpan(features.Meaning));

        Assert.True(Spelt("lamp", "lamps") > 0.3 && Math.Abs(Spelt("lamp", "hose")) < 0.3, $"{Spelt("lamp", "lamps")} and {Spelt("lamp", "hose")}");
        Assert.True(TensorPrimitives.Norm<float>(Row("the")) < TensorPrimitives.Norm<float>(Row("garden")));
        Assert.Equal([0, 0], Row("garden")[..2]);
        Assert.All(Row("[CLS]"), v => Assert.Equal(0, v));
        Assert.Equal(3, features.FromWords);
    }

    [Fact]
    public void Training_brings_pairs_together()
    {
        var tokenizer = TextTokenizer.ForBert(Vocabulary);
        TokenFeatures features = TokenFeatures.Create(tokenizer, new WordVectors(["the"], [1, 0], 2), [], spelling: 12);
        using var bag = new TokenBagTraining(tokenizer, features, 12, new EncoderTrainingOptions { BatchSize = 2, Epochs = 60, LearningRate = 0.02 });
        IReadOnlyList<double> losses = bag.Train([new TextPair("lamp", "garden", 1, 1), new TextPair("hose", "lamps", 2, 2)], null, TestContext.Current.CancellationToken);
        Assert.True(losses[^1] < 0.05 && losses[^1] < losses[0], $"from {losses[0]} to {losses[^1]}");
        float[] rows = bag.Rows();
        double Cosine(string a, string b) => TensorPrimitives.CosineSimilarity<float>(
            rows.AsSpan(tokenizer.Find(a)!.Value * 12, 12), rows.AsSpan(tokenizer.Find(b)!.Value * 12, 12));
        Assert.True(Cosine("lamp", "garden") > Cosine("lamp", "lamps"));
        Assert.All(rows[..60], v => Assert.Equal(0, v));
    }

    [Fact]
    public void Queries_are_words_of_the_title_in_their_order()
    {
        var random = new RandomStream(3);
        const string Title = "Samsung Galaxy S9, 64GB - Midnight Black Dual-SIM";
        string[] words = ["samsung", "galaxy", "s9", "64gb", "midnight", "black", "dual", "sim"];
        for (int i = 0; i < 200; i++)
        {
            string[] query = TitleQuery.Draw(Title, random)!.Split(' ');
            Assert.InRange(query.Length, 2, 5);
            Assert.Equal(query.OrderBy(w => Array.IndexOf(words, w)), query);
            Assert.All(query, w => Assert.Contains(w, words));
            string chinese = TitleQuery.Draw("蓝色棉质男士袜子", random)!;
            Assert.InRange(chinese.Length, 2, 5);
            Assert.Contains(chinese, "蓝色棉质男士袜子", StringComparison.Ordinal);
        }

        Assert.Null(TitleQuery.Draw("garden hose", random));
    }

    [Fact]
    public void The_vocabulary_has_the_characters_of_GB_2312_and_whole_words()
    {
        var words = new WordVectors(["the", "flashlight", "o'clock"], [1, 0, 0, 1, 1, 1], 2);
        IReadOnlyList<string> vocabulary = VocabularyBuilder.Build(new PretrainingRecipe { Sources = [], Pieces = 40, VocabularySize = 10_000 }, ["the lamp"], words);
        // The standard has 6,763 ideographs (3,755 and 3,008).
        Assert.Equal(6763, vocabulary.Count(t => t.Length == 1 && t[0] is >= '\u4E00' and <= '\u9FFF'));
        Assert.Contains("flashlight", vocabulary);
        Assert.DoesNotContain("o'clock", vocabulary);
        Assert.Equal(vocabulary.Count, vocabulary.Distinct(StringComparer.Ordinal).Count());
    }

    private static float[] Centred(int seed)
    {
        var random = new RandomStream((ulong)seed);
        float[] row = [.. Enumerable.Range(0, 12).Select(_ => (float)random.NextGaussian())];
        float mean = row.Average();
        // Of equal lengths, so that none is cut for being the longest.
        float[] centred = [.. row.Select(v => v - mean)];
        float length = TensorPrimitives.Norm<float>(centred);
        return [.. centred.Select(v => v / length * (seed % 2 == 0 ? 1f : 0.4f))];
    }
}
