using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Neural.Compression;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Encoders;
using Kindred.Neural.Tests.Encoders;
using Kindred.Neural.Tests.Training;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using Kindred.Recommend;

namespace Kindred.Neural.Tests.Compression;

public class DistillationTests
{
    private static readonly EncoderTrainingOptions Steps = new() { Epochs = 6, BatchSize = 16, MaxTokens = 12, LearningRate = 2e-3 };

    [Theory]
    [InlineData(3, 2, new[] { 0, 2 })]
    [InlineData(12, 6, new[] { 0, 2, 4, 7, 9, 11 })]
    [InlineData(4, 1, new[] { 0 })]
    [InlineData(3, 3, new[] { 0, 1, 2 })]
    public void Layers_are_spread_as_in_DistilBERT(int teacher, int student, int[] expected) => Assert.Equal(expected, LayerChoice.Spread(teacher, student));

    [Fact]
    public void A_student_starts_with_its_teacher_s_layers()
    {
        EncoderWeights teacher = HeadPruning.Remove(SharedGolden.Weights(GoldenFile.Read("encoder-roberta.json").GetProperty("config")), new Dictionary<int, int[]> { [2] = [3] });
        EncoderWeights student = LayerChoice.Keep(teacher, [0, 2]);
        Assert.Equal(teacher["encoder.layer.2.output.dense.weight"], student["encoder.layer.1.output.dense.weight"]);
        Assert.Equal(teacher["embeddings.LayerNorm.bias"], student["embeddings.LayerNorm.bias"]);
        Assert.Equal([3], student.Config.PrunedHeads[1]);
        Assert.Contains("choose 1 to 3", Assert.Throws<KindredDataException>(() => LayerChoice.Spread(3, 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_folder_opens_and_is_nearer_to_its_teacher_than_before_the_distillation()
    {
        using var folder = new TinyModelFolder();
        string output = folder.File("small");
        var options = new CompressionOptions { Layers = 1, PrunedHeads = 1, Training = Steps };
        CompressionResult result = new EncoderCompression(folder.Path, options).Run(Texts(400), output, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.Cosine > result.CosineBefore + 0.01, $"{result.CosineBefore} became {result.Cosine}");
        Assert.True(result.Parameters < result.ParametersBefore);

        using var teacher = TextEncoder.Open(folder.Path);
        using var student = TextEncoder.Open(output);
        double[] cosines = [.. Texts(20).Select(t => (double)TensorPrimitives.CosineSimilarity<float>(teacher.Encode([t])[0], student.Encode([t])[0]))];
        Assert.Equal(result.Cosine, cosines.Average(), 0.05);
    }

    [Fact]
    public void A_distillation_that_leads_away_from_the_teacher_is_not_kept()
    {
        using var folder = new TinyModelFolder();
        var options = new CompressionOptions { PrunedHeads = 1, Training = Steps with { LearningRate = 0.5, Epochs = 1 } };
        CompressionResult result = new EncoderCompression(folder.Path, options).Run(Texts(100), folder.File("small"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(result.CosineBefore, result.Cosine);
    }

    [Fact]
    public void What_cannot_be_compressed_is_named()
    {
        using var folder = new TinyModelFolder();
        KindredDataException Fault(CompressionOptions options, int texts, string output) => Assert.ThrowsAny<KindredDataException>(
            () => new EncoderCompression(folder.Path, options).Run(Texts(texts), output, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("too few", Fault(new CompressionOptions { Layers = 1 }, 10, folder.File("a")).Message, StringComparison.Ordinal);
        Assert.Contains("own folder", Fault(new CompressionOptions(), 100, folder.Path).Message, StringComparison.Ordinal);
        Assert.Contains("student of 3 layers", Fault(new CompressionOptions { Layers = 3 }, 100, folder.File("a")).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2 can", Fault(new CompressionOptions { PrunedHeads = 3 }, 100, folder.File("a")).Message, StringComparison.Ordinal);
        Assert.Contains("Nothing is to go", Fault(new CompressionOptions(), 100, folder.File("a")).Message, StringComparison.Ordinal);
        Assert.Contains("layers are 0", Fault(new CompressionOptions { Layers = 0 }, 100, folder.File("a")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("a")));
    }

    [Fact]
    public void A_cross_encoder_s_margins_are_learned()
    {
        // The planted teacher: a good fits a colour when their places in the lists agree.
        using TransformerEncoder student = TinyEncoder.Create();
        TextTriple[] triples = [.. Enumerable.Range(0, 6).SelectMany(c => Enumerable.Range(0, 8).Where(g => g != c).Select(g => new TextTriple(TinyEncoder.Colours[c], TinyEncoder.Goods[c], TinyEncoder.Goods[g])))];
        EncoderTrainingOptions options = Steps with { Epochs = 60, LearningRate = 5e-3, Temperature = 0.2 };
        IReadOnlyList<double> curve = new EncoderDistillation(student, SentenceHead.Default, TinyEncoder.Tokenizer, options)
            .LearnMargins(triples, new PlantedScorer(), cancellation: TestContext.Current.CancellationToken);
        Assert.True(curve[^1] < curve[0] / 10, $"the loss went from {curve[0]} to {curve[^1]}");
    }

    [Fact]
    public void Triples_set_a_product_above_those_of_lower_labels_of_the_same_query()
    {
        LabelledPair[] pairs = [new("q", "good", 1), new("q", "fair", 0.5f), new("q", "bad", 0), new("other", "worse", 0)];
        Assert.Equal(
            [new TextTriple("q", "fair", "bad"), new TextTriple("q", "good", "bad"), new TextTriple("q", "good", "fair")],
            TextTriple.From(pairs, 5, 1).OrderBy(t => t.Better).ThenBy(t => t.Worse));
        Assert.Equal(2, TextTriple.From(pairs, 1, 1).Count);
    }

    [Fact]
    public void A_cross_encoder_teaches_what_the_encoder_itself_does_not_know()
    {
        using var folder = new TinyModelFolder();
        string[] texts = Texts(60);
        var teacher = new MarginTeacher(new PlantedScorer(), [.. Enumerable.Range(0, 64).Select(i => new TextTriple($"w{i % 8}", $"w{100 + (i % 8)}", $"w{100 + ((i + 3) % 8)}"))]);
        CompressionResult taught = new EncoderCompression(folder.Path, new CompressionOptions { Training = Steps }).Run(texts, folder.File("b"), teacher, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, taught.CosineBefore, 1e-5);
        Assert.True(taught.Cosine < 0.999, $"cosine {taught.Cosine}");
    }

    private static string[] Texts(int count)
    {
        var random = new RandomStream(4);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, 3 + random.NextInt(6)).Select(_ => $"w{random.NextInt(490)}")))];
    }

    private sealed class PlantedScorer : IPairScorer
    {
        public float[] Score(IReadOnlyList<string> left, IReadOnlyList<string> right, CancellationToken cancellation = default) =>
            [.. left.Zip(right, (l, r) => Array.IndexOf(TinyEncoder.Colours, l) == Array.IndexOf(TinyEncoder.Goods, r) ? 2f : -1f)];

        public void Dispose()
        {
        }
    }
}
