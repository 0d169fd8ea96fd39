using Kindred.Index;

namespace Kindred.Tests.Index;

/// <summary>Recall after a restart: half of the rows deleted and added again, saved, mapped from the file, and changed once more.</summary>
public class IndexRestartTests
{
    [Theory]
    [InlineData(VectorMetric.Cosine, VectorQuantization.Int8)]
    [InlineData(VectorMetric.Euclidean, VectorQuantization.None)]
    [InlineData(VectorMetric.Dot, VectorQuantization.Int8)]
    public void A_churned_index_that_was_restarted_is_within_half_a_point_of_a_fresh_one(VectorMetric metric, VectorQuantization quantization) =>
        AssertKept(4000, 24, metric, quantization, efSearch: 32);

    [Fact(Explicit = true)]
    public void So_is_one_of_a_hundred_thousand_vectors() => AssertKept(100_000, 128, VectorMetric.Cosine, VectorQuantization.Int8, efSearch: 64);

    private static void AssertKept(int rows, int dimensions, VectorMetric metric, VectorQuantization quantization, int efSearch)
    {
        using var folder = new TemporaryFolder();
        float[] vectors = TestVectors.Clustered(rows, dimensions, seed: 1);
        float[] queries = TestVectors.Clustered(200, dimensions, seed: 2);
        var exact = new FlatIndex(metric, dimensions);
        exact.SetAll(vectors);
        var options = new IndexSearchOptions { EfSearch = efSearch };
        var index = new HnswIndex(metric, dimensions, new HnswOptions { Quantization = quantization });
        index.SetAll(vectors);
        double fresh = TestVectors.Recall(index, exact, queries, options);

        Churn(index, vectors, first: 0);
        double churned = TestVectors.Recall(index, exact, queries, options);
        index.Save(folder.File("churned.index"));
        using HnswIndex restarted = HnswIndex.Load(folder.File("churned.index"));
        Assert.Equal(churned, TestVectors.Recall(restarted, exact, queries, options));
        Assert.InRange(churned, fresh - 0.005, 1);

        // The other half, in the index that is mapped from the file.
        Churn(restarted, vectors, first: 1);
        Assert.Equal(rows, restarted.Count);
        Assert.InRange(TestVectors.Recall(restarted, exact, queries, options), fresh - 0.005, 1);
    }

    private static void Churn(HnswIndex index, float[] vectors, int first)
    {
        int[] half = [.. Enumerable.Range(0, index.Count / 2).Select(i => (2 * i) + first)];
        Array.ForEach(half, row => index.Remove(row));
        index.Set(half, half.SelectMany(row => vectors.AsSpan(row * index.Dimensions, index.Dimensions).ToArray()).ToArray());
    }
}
