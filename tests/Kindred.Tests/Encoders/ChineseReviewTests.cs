using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using Kindred.Encoders;
using Kindred.Numerics;
using Kindred.Tests.Shared;
using Kindred.Text;

namespace Kindred.Tests.Encoders;

/// <summary>Chinese on 62,774 reviews of ten categories: tokens cover the text, and vectors learned without labels tell the categories apart.</summary>
public class ChineseReviewTests
{
    [Fact]
    public void Tokens_of_real_Chinese_text_give_the_text_back()
    {
        string[] reviews = [.. Read().Take(2000).Select(r => r.Review)];
        var analyzer = new TextAnalyzer(new TextAnalyzerOptions { Han = HanTokens.Words, Segmenter = WordSegmenter.Learn(reviews), RemoveStopWords = false, JoinUnits = false, Stem = false });
        foreach (string review in reviews)
        {
            string letters = string.Concat(TextNormalizer.Normalize(review).Where(c => CharacterKinds.Of(c) != CharacterKind.Separator && c != '\''));
            Assert.Equal(letters, string.Concat(analyzer.Analyze(review)).Replace("'", string.Empty, StringComparison.Ordinal));
        }
    }

    [Fact(Explicit = true)]
    public void Categories_are_told_by_the_nearest_mean_vector()
    {
        (string Category, string Review)[] reviews = [.. Read()];
        Assert.Equal((62_774, 10), (reviews.Length, reviews.Select(r => r.Category).Distinct().Count()));
        new RandomStream(1).Shuffle<(string, string)>(reviews);
        int train = reviews.Length * 4 / 5;
        var encoder = StaticEncoder.Train([.. reviews[..5000].Select(r => r.Review)], new StaticEncoderOptions { Epochs = 1, Window = 3, Dimensions = 128 }, cancellation: TestContext.Current.CancellationToken);
        var vectors = new float[reviews.Length * encoder.Dimensions];
        encoder.EncodeAll([.. reviews.Select(r => r.Review)], vectors, cancellation: TestContext.Current.CancellationToken);
        ReadOnlySpan<float> VectorOf(int i) => vectors.AsSpan(i * encoder.Dimensions, encoder.Dimensions);

        var means = new Dictionary<string, float[]>();
        for (int i = 0; i < train; i++)
        {
            means.TryAdd(reviews[i].Category, new float[encoder.Dimensions]);
            TensorPrimitives.Add(means[reviews[i].Category], VectorOf(i), means[reviews[i].Category]);
        }

        int right = 0;
        for (int i = train; i < reviews.Length; i++)
        {
            float[] vector = VectorOf(i).ToArray();
            right += means.MaxBy(m => TensorPrimitives.CosineSimilarity<float>(m.Value, vector) is var c && float.IsNaN(c) ? -1 : c).Key == reviews[i].Category ? 1 : 0;
        }

        double accuracy = (double)right / (reviews.Length - train);
        TestContext.Current.TestOutputHelper!.WriteLine($"accuracy {accuracy:0.0000} on {reviews.Length - train} reviews");
        // The largest category alone would give 0.16.
        Assert.True(accuracy > 0.75, $"accuracy {accuracy:0.0000}");
    }

    private static IEnumerable<(string Category, string Review)> Read()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Require("text/online_shopping_10_cats.csv.gz")), CompressionMode.Decompress), Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n');
        return lines.Skip(1).Select(l => l.Split(',', 3)).Where(p => p.Length == 3).Select(p => (p[0], p[2].TrimEnd('\r')));
    }
}
