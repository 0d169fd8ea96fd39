using Kindred.Domain;
using Kindred.Index;
using Kindred.Numerics;

namespace Kindred.Tests.Index;

/// <summary>What is special to the graph: recall against the exact index, the same graph on any number of threads, its bytes.</summary>
public class HnswIndexTests
{
    private const int Rows = 4000;
    private const int Dimensions = 24;

    private static readonly float[] Vectors = TestVectors.Clustered(Rows, Dimensions, seed: 1);
    private static readonly float[] Queries = TestVectors.Clustered(200, Dimensions, seed: 2);

    // A share of ten nearest found at the default breadth. Measured on these vectors: 0.99 and more; norms vary, so the inner product,
    // which is no distance, is given a little more room.
    public static TheoryData<VectorMetric, VectorQuantization, double> Kinds => new()
    {
        { VectorMetric.Cosine, VectorQuantization.None, 0.98 },
        { VectorMetric.Cosine, VectorQuantization.Int8, 0.98 },
        { VectorMetric.Euclidean, VectorQuantization.None, 0.98 },
        { VectorMetric.Euclidean, VectorQuantization.Int8, 0.98 },
        { VectorMetric.Dot, VectorQuantization.None, 0.95 },
        { VectorMetric.Dot, VectorQuantization.Int8, 0.95 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_finds_what_the_exact_index_finds(VectorMetric metric, VectorQuantization quantization, double least)
    {
        HnswIndex index = Filled(metric, quantization);
        Assert.InRange(TestVectors.Recall(index, Exact(metric), Queries), least, 1);

        float[] query = Queries[..Dimensions];
        ScoredList found = index.Search(query, 10);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(TestVectors.Score(metric, Pick([found.Rows[i]]), query), found.Scores[i], 1e-5 * Math.Max(1, Math.Abs(found.Scores[i]))));

        // The graph is what answers: a narrow walk misses some.
        var narrow = new IndexSearchOptions { EfSearch = 10 };
        Assert.InRange(TestVectors.Recall(index, Exact(metric), Queries, narrow), 0.5, 0.9999);
    }

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void A_filter_keeps_recall_at_every_selectivity(double share)
    {
        HnswIndex index = Filled(VectorMetric.Cosine, VectorQuantization.Int8);
        var random = new RandomStream(5);
        var options = new IndexSearchOptions { Allowed = RowSet.Where(Rows, _ => random.NextDouble() < share) };
        Assert.InRange(TestVectors.Recall(index, Exact(VectorMetric.Cosine), Queries, options), 0.98, 1);
    }

    [Fact]
    public void A_filter_on_a_category_far_from_the_query_keeps_recall()
    {
        HnswIndex index = Filled(VectorMetric.Cosine, VectorQuantization.Int8);
        FlatIndex exact = Exact(VectorMetric.Cosine);

        // The 1,600 rows least like the first query: more than are compared at once (8 · 64 · 4,000 is less than 1,600²), all far away.
        ScoredList all = exact.Search(Queries.AsSpan(0, Dimensions), Rows);
        var options = new IndexSearchOptions { Allowed = RowSet.Of(Rows, all.Rows[^1600..].ToArray()) };
        Assert.InRange(TestVectors.Recall(index, exact, Queries[..Dimensions], options), 1, 1);
        Assert.InRange(TestVectors.Recall(index, exact, Queries, options), 0.98, 1);
    }

    [Theory]
    [InlineData(VectorMetric.Cosine, VectorQuantization.Int8)]
    [InlineData(VectorMetric.Dot, VectorQuantization.None)]
    public void Half_the_rows_removed_and_added_again_leave_recall_within_half_a_point(VectorMetric metric, VectorQuantization quantization)
    {
        var breadth = new IndexSearchOptions { EfSearch = 32 };
        HnswIndex index = Filled(metric, quantization);
        double fresh = TestVectors.Recall(index, Exact(metric), Queries, breadth);
        int[] half = [.. Enumerable.Range(0, Rows).Where(r => r % 2 == 0)];
        Array.ForEach(half, r => index.Remove(r));
        index.Set(half, Pick(half));
        Assert.Equal((Rows, Rows / 2), (index.Count, index.DeadCount));
        double churned = TestVectors.Recall(index, Exact(metric), Queries, breadth);
        Assert.InRange(churned, fresh - 0.005, 1);

        index.Compact();
        Assert.Equal((Rows, 0), (index.Count, index.DeadCount));
        Assert.InRange(TestVectors.Recall(index, Exact(metric), Queries, breadth), fresh - 0.005, 1);
    }

    [Fact]
    public void Ten_rounds_of_replacing_a_third_keep_recall()
    {
        var breadth = new IndexSearchOptions { EfSearch = 32 };
        HnswIndex index = Filled(VectorMetric.Euclidean, VectorQuantization.Int8);
        double fresh = TestVectors.Recall(index, Exact(VectorMetric.Euclidean), Queries, breadth);
        for (int round = 0; round < 10; round++)
        {
            int[] third = [.. Enumerable.Range(0, Rows).Where(r => (r + round) % 3 == 0)];
            index.Set(third, Pick(third));
            Assert.InRange(index.DeadCount, 0, (Rows * 4 / 3) + 1);
        }

        Assert.InRange(TestVectors.Recall(index, Exact(VectorMetric.Euclidean), Queries, breadth), fresh - 0.005, 1);
    }

    [Fact]
    public void Rows_added_one_by_one_are_found_as_well_as_those_added_at_once()
    {
        var breadth = new IndexSearchOptions { EfSearch = 32 };
        var index = new HnswIndex(VectorMetric.Cosine, Dimensions);
        for (int row = 0; row < Rows; row++)
        {
            index.Set(row, Vectors.AsMemory(row * Dimensions, Dimensions));
        }

        double atOnce = TestVectors.Recall(Filled(VectorMetric.Cosine, VectorQuantization.Int8), Exact(VectorMetric.Cosine), Queries, breadth);
        double oneByOne = TestVectors.Recall(index, Exact(VectorMetric.Cosine), Queries, breadth);
        Assert.InRange(atOnce, oneByOne - 0.005, 1);
        Assert.InRange(oneByOne, atOnce - 0.005, 1);
    }

    [Fact]
    public void A_new_category_added_at_once_is_found()
    {
        HnswIndex index = Filled(VectorMetric.Euclidean, VectorQuantization.Int8);
        FlatIndex exact = Exact(VectorMetric.Euclidean);
        float[] category = TestVectors.Clustered(1000, Dimensions, seed: 9, clusters: 1);
        int[] rows = [.. Enumerable.Range(Rows, 1000)];
        for (int i = 0; i < category.Length; i += Dimensions)
        {
            category[i] += 30;
        }

        index.Set(rows, category);
        exact.Set(rows, category);
        Assert.InRange(TestVectors.Recall(index, exact, category), 0.98, 1);
        Assert.InRange(TestVectors.Recall(index, exact, Queries), 0.98, 1);
    }

    [Fact]
    public void Many_equal_vectors_are_found()
    {
        int[] rows = [.. Enumerable.Range(0, 2000)];
        float[] copies = [.. rows.SelectMany(r => Vectors.AsSpan(r / 20 * Dimensions, Dimensions).ToArray())];
        var index = new HnswIndex(VectorMetric.Euclidean, Dimensions);
        index.Set(rows, copies);
        int best = rows.Where(r => r % 20 == 0).Count(r => index.Search(copies.AsSpan(r * Dimensions, Dimensions), 10).Scores[9] == 0);
        Assert.InRange(best, 98, 100);
    }

    [Theory]
    [InlineData(VectorQuantization.None)]
    [InlineData(VectorQuantization.Int8)]
    public void The_graph_is_the_same_on_any_number_of_threads(VectorQuantization quantization)
    {
        using var folder = new TemporaryFolder();
        byte[][] files = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            HnswIndex index = Filled(VectorMetric.Cosine, quantization, threads);
            index.Set([1, 3, 5, 4100], new ReadOnlyMemory<float>(Pick([2, 4, 6, 8])), new IndexWriteOptions { Threads = threads });
            return Saved(index, folder);
        })];
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
        Assert.NotEqual(files[0], Saved(Filled(VectorMetric.Cosine, quantization, seed: 2), folder));
    }

    [Fact]
    public void A_compacted_index_equals_a_fresh_one_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        HnswIndex churned = Filled(VectorMetric.Euclidean, VectorQuantization.Int8);
        int[] gone = [.. Enumerable.Range(0, Rows).Where(r => r % 3 == 0)];
        Array.ForEach(gone, r => churned.Remove(r));
        churned.Compact();
        var fresh = new HnswIndex(VectorMetric.Euclidean, Dimensions);
        int[] rest = [.. Enumerable.Range(0, Rows).Except(gone)];
        fresh.Set(rest, Pick(rest));
        Assert.Equal(Saved(fresh, folder), Saved(churned, folder));
    }

    [Fact]
    public void A_cancelled_write_leaves_a_whole_index()
    {
        var index = new HnswIndex(VectorMetric.Euclidean, Dimensions);
        using var source = new CancellationTokenSource();
        var options = new IndexWriteOptions { Progress = new CancelAt(source, 0.4) };
        Assert.ThrowsAny<OperationCanceledException>(() => index.SetAll(Vectors, options, source.Token));
        int[] present = [.. Enumerable.Range(0, Rows).Where(index.Contains)];
        Assert.Equal(present.Length, index.Count);
        Assert.InRange(index.Count, Rows * 4 / 10, Rows - 1);
        var exact = new FlatIndex(VectorMetric.Euclidean, Dimensions);
        exact.Set(present, Pick(present));
        Assert.InRange(TestVectors.Recall(index, exact, Queries), 0.98, 1);
        Assert.ThrowsAny<OperationCanceledException>(() => index.Compact(null, source.Token));
        Assert.Equal(present.Length, index.Count);
    }

    [Theory]
    [InlineData(VectorQuantization.None, 128, 16, 661)]
    [InlineData(VectorQuantization.Int8, 128, 16, 797)]
    [InlineData(VectorQuantization.Int8, 24, 16, 317)]
    [InlineData(VectorQuantization.None, 24, 32, 405)]
    public void Bytes_a_vector_are_those_documented(VectorQuantization quantization, int dimensions, int maxLinks, double documented)
    {
        var index = new HnswIndex(VectorMetric.Dot, dimensions, new HnswOptions { Quantization = quantization, MaxLinks = maxLinks, EfConstruction = 8 });
        index.SetAll(TestVectors.Clustered(Rows, dimensions, seed: 1));

        // Levels are drawn: the upper lists' share differs by a byte or so from its expectation.
        Assert.Equal(documented, index.SizeBytes / (double)Rows, 1.5);
    }

    [Theory]
    [InlineData(128, 520.125)]
    [InlineData(24, 136.125)]
    public void Bytes_a_vector_of_the_flat_index_are_those_documented(int dimensions, double documented)
    {
        var index = new FlatIndex(VectorMetric.Dot, dimensions);
        index.SetAll(TestVectors.Clustered(Rows, dimensions, seed: 1));
        Assert.Equal(documented, index.SizeBytes / (double)Rows, 0.1);
    }

    [Fact]
    public void Defaults_are_those_documented_and_every_problem_is_named()
    {
        Assert.Equal(new HnswOptions { MaxLinks = 16, EfConstruction = 200, EfSearch = 64, KeepPruned = true, Quantization = VectorQuantization.Int8, Seed = 1 }, new HnswOptions());
        var wrong = new HnswOptions { MaxLinks = 3, EfConstruction = 5000, EfSearch = 0, Quantization = (VectorQuantization)7 };
        string message = Assert.Throws<VectorIndexException>(() => new HnswIndex(VectorMetric.Dot, 4, wrong)).Message;
        Assert.All(["MaxLinks is 3", "EfConstruction is 5000", "EfSearch is 0", "Quantization 7"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HnswIndex(VectorMetric.Dot, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlatIndex((VectorMetric)9, 4));
    }

    [Fact]
    public void Kept_pruned_links_find_more_at_a_narrow_breadth()
    {
        var lean = new HnswIndex(VectorMetric.Cosine, Dimensions, new HnswOptions { KeepPruned = false });
        var full = new HnswIndex(VectorMetric.Cosine, Dimensions);
        lean.SetAll(Vectors);
        full.SetAll(Vectors);
        var narrow = new IndexSearchOptions { EfSearch = 10 };
        Assert.InRange(TestVectors.Recall(full, Exact(VectorMetric.Cosine), Queries, narrow), TestVectors.Recall(lean, Exact(VectorMetric.Cosine), Queries, narrow), 1);
    }

    private static HnswIndex Filled(VectorMetric metric, VectorQuantization quantization, int threads = 0, ulong seed = 1)
    {
        var index = new HnswIndex(metric, Dimensions, new HnswOptions { Quantization = quantization, Seed = seed });
        index.SetAll(Vectors, new IndexWriteOptions { Threads = threads });
        return index;
    }

    private static FlatIndex Exact(VectorMetric metric)
    {
        var index = new FlatIndex(metric, Dimensions);
        index.SetAll(Vectors);
        return index;
    }

    private static float[] Pick(int[] rows) => [.. rows.SelectMany(r => Vectors.AsSpan(r * Dimensions, Dimensions).ToArray())];

    private static byte[] Saved(HnswIndex index, TemporaryFolder folder)
    {
        index.Save(folder.File("saved.index"));
        return File.ReadAllBytes(folder.File("saved.index"));
    }

    private sealed class CancelAt(CancellationTokenSource source, double fraction) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Fraction >= fraction)
            {
                source.Cancel();
            }
        }
    }
}
