using CsCheck;
using Kindred.Domain;
using Kindred.Index;

namespace Kindred.Tests.Index;

/// <summary>What every index promises, for each index.</summary>
public abstract class VectorIndexTests
{
    private const int Dimensions = 5;

    private static readonly Gen<(int Kind, int Row, float[] Vector)[]> Writes =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 60], Gen.OneOf(Gen.Float[-1f, 1f].Array[Dimensions], Gen.Const(new float[Dimensions]))).Array[1, 120];

    protected abstract IVectorIndex New(VectorMetric metric, int dimensions);

    protected abstract IVectorIndex Load(string path);

    [Theory]
    [InlineData(VectorMetric.Cosine)]
    [InlineData(VectorMetric.Dot)]
    [InlineData(VectorMetric.Euclidean)]
    public void Any_sequence_of_writes_leaves_what_a_dictionary_holds(VectorMetric metric) => Writes.Sample(writes =>
    {
        IVectorIndex index = New(metric, Dimensions);
        var plain = new Dictionary<int, float[]>();
        foreach ((int kind, int row, float[] vector) in writes)
        {
            if (kind == 0)
            {
                index.Compact();
            }
            else if (kind < 4)
            {
                Assert.Equal(plain.Remove(row), index.Remove(row));
            }
            else
            {
                index.Set(row, vector);
                plain[row] = vector;
            }

            Assert.Equal(plain.Count, index.Count);
        }

        AssertSameAnswers(metric, index, plain, writes[0].Vector);
    }, iter: 60);

    [Fact]
    public void Only_allowed_rows_are_answered()
    {
        float[] vectors = TestVectors.Clustered(300, Dimensions, seed: 1);
        IVectorIndex index = New(VectorMetric.Dot, Dimensions);
        index.SetAll(vectors);
        RowSet thirds = RowSet.Where(1000, row => row % 3 == 0);
        ScoredList found = index.Search(vectors.AsSpan(0, Dimensions), 400, new IndexSearchOptions { Allowed = thirds });
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 3 * i), found.Rows.ToArray().Order());
        Assert.Empty(index.Search(vectors.AsSpan(0, Dimensions), 5, new IndexSearchOptions { Allowed = RowSet.Of(0, []) }).Rows.ToArray());
    }

    [Fact]
    public void An_empty_index_and_no_wanted_rows_are_legal()
    {
        IVectorIndex index = New(VectorMetric.Cosine, Dimensions);
        Assert.Equal(0, index.Search(new float[Dimensions], 10).Count);
        Assert.False(index.Remove(3));
        index.Compact();
        index.Set([], ReadOnlyMemory<float>.Empty);
        index.Set(7, new float[] { 1, 2, 3, 4, 5 });
        Assert.Equal(0, index.Search(new float[Dimensions], 0).Count);
        Assert.Equal((7, 0f), index.Search(new float[Dimensions], 10)[0]);
    }

    [Fact]
    public void Bad_input_is_refused_and_changes_nothing()
    {
        IVectorIndex index = New(VectorMetric.Cosine, 2);
        index.Set(1, new float[] { 1, 0 });
        Assert.Contains("row 4 holds NaN", Assert.Throws<VectorIndexException>(() => index.Set([3, 4], new float[] { 1, 2, float.NaN, 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<VectorIndexException>(() => index.Set(3, new float[] { 1, float.NegativeInfinity }));
        Assert.Throws<ArgumentException>(() => index.Set([3, 3], new float[4]));
        Assert.Throws<ArgumentException>(() => index.Set([3], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Set([-1], new float[2]));
        Assert.Throws<VectorIndexException>(() => index.Search([1, float.NaN], 1));
        Assert.Throws<ArgumentException>(() => index.Search([1], 1));
        Assert.Throws<ArgumentException>(() => index.Search([1, 1], new int[2], new float[1]));
        Assert.Equal(1, index.Count);
        Assert.False(index.Contains(3));
    }

    [Fact]
    public void Vectors_of_any_allowed_size_keep_their_direction()
    {
        IVectorIndex index = New(VectorMetric.Cosine, 2);
        index.SetAll(new float[] { 1e16f, 1e16f, 1e-40f, 0, 0, 0 });
        ScoredList found = index.Search([1e-30f, 0], 3);
        Assert.Equal([1, 0, 2], found.Rows.ToArray());
        Assert.Equal(1, found.Scores[0], 1e-5);
        Assert.Equal(Math.Sqrt(0.5), found.Scores[1], 1e-5);
        Assert.Equal(0, found.Scores[2]);
    }

    [Fact]
    public async Task Searching_beside_writers_gives_present_rows_once_with_their_own_scores()
    {
        const int rows = 400;
        float[] vectors = TestVectors.Clustered(rows, Dimensions, seed: 1);
        IVectorIndex index = New(VectorMetric.Dot, Dimensions);
        index.SetAll(vectors);
        using var done = new CancellationTokenSource();
        Task[] searchers = [.. Enumerable.Range(0, 3).Select(t => Task.Run(() => SearchUntil(index, vectors, t, done.Token)))];
        for (int round = 0; round < 30; round++)
        {
            // Rows below 100 are never touched; those above come and go. New rows above all others make the memory grow.
            int[] churned = [.. Enumerable.Range(100, rows - 100).Where(r => r % 7 == round % 7)];
            Array.ForEach(churned, r => index.Remove(r));
            index.Set(churned, churned.SelectMany(r => vectors.AsSpan(r * Dimensions, Dimensions).ToArray()).ToArray());
            index.Set(rows + (round * 50), vectors.AsMemory(0, Dimensions));
            index.Remove(rows + (round * 50));
            if (round % 10 == 9)
            {
                index.Compact();
            }
        }

        await done.CancelAsync();
        await Task.WhenAll(searchers);
        AssertSameAnswers(VectorMetric.Dot, index, Enumerable.Range(0, rows).ToDictionary(r => r, r => vectors.AsSpan(r * Dimensions, Dimensions).ToArray()), vectors[..Dimensions]);
    }

    [Fact]
    public void Searches_allocate_nothing()
    {
        float[] vectors = TestVectors.Clustered(2000, Dimensions, seed: 1);
        IVectorIndex index = New(VectorMetric.Cosine, Dimensions);
        index.SetAll(vectors);
        var rows = new int[10];
        var scores = new float[10];
        IndexSearchOptions[] kinds = [new(), new() { EfSearch = 200 }, new() { Allowed = RowSet.Where(2000, r => r % 2 == 0) }, new() { Allowed = RowSet.Where(2000, r => r % 50 == 0) }];
        long allocated = 0;
        for (int repeat = 0; repeat < 20; repeat++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (IndexSearchOptions kind in kinds)
            {
                index.Search(vectors.AsSpan(repeat * Dimensions, Dimensions), rows, scores, kind);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_loaded_index_answers_the_same_and_can_be_changed()
    {
        using var folder = new TemporaryFolder();
        float[] vectors = TestVectors.Clustered(500, Dimensions, seed: 1);
        IVectorIndex index = New(VectorMetric.Euclidean, Dimensions);
        index.SetAll(vectors);
        index.Remove(17);
        index.Set(30, vectors.AsMemory(0, Dimensions));
        string path = folder.File("a.index");
        index.Save(path);
        IVectorIndex loaded = Load(path);
        Assert.Equal((index.Count, index.Metric, index.Dimensions), (loaded.Count, loaded.Metric, loaded.Dimensions));
        foreach (int row in new[] { 0, 17, 30, 499 })
        {
            ScoredList expected = index.Search(vectors.AsSpan(row * Dimensions, Dimensions), 20);
            ScoredList found = loaded.Search(vectors.AsSpan(row * Dimensions, Dimensions), 20);
            Assert.Equal(expected.Rows.ToArray(), found.Rows.ToArray());
            Assert.Equal(expected.Scores.ToArray(), found.Scores.ToArray());
        }

        Assert.True(loaded.Remove(0));
        loaded.Set(1000, vectors.AsMemory(0, Dimensions));
        Assert.Equal([30, 1000], loaded.Search(vectors.AsSpan(0, Dimensions), 2).Rows.ToArray());
        Assert.True(Load(path).Contains(0), "changes stay in memory until they are saved");
        loaded.Save(path);
        Assert.True(Load(path).Contains(1000));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    /// <summary>With a breadth of all rows every index is exact.</summary>
    private static void AssertSameAnswers(VectorMetric metric, IVectorIndex index, Dictionary<int, float[]> plain, float[] query)
    {
        List<(int Row, double Score)> expected = TestVectors.Ranked(metric, plain, query);
        ScoredList found = index.Search(query, plain.Count, new IndexSearchOptions { EfSearch = Math.Max(1, plain.Count) });
        Assert.Equal(expected.Select(e => e.Row).Order(), found.Rows.ToArray().Order());
        for (int i = 0; i < found.Count; i++)
        {
            Assert.Equal(expected[i].Score, found.Scores[i], 1e-4 * Math.Max(1, Math.Abs(expected[i].Score)));
            Assert.Equal(TestVectors.Score(metric, plain[found.Rows[i]], query), found.Scores[i], 1e-4 * Math.Max(1, Math.Abs(expected[i].Score)));
        }
    }

    private static void SearchUntil(IVectorIndex index, float[] vectors, int thread, CancellationToken done)
    {
        for (int i = thread; !done.IsCancellationRequested; i++)
        {
            int row = i % 100;
            float[] query = vectors.AsSpan(row * Dimensions, Dimensions).ToArray();
            ScoredList found = index.Search(query, 20, new IndexSearchOptions { EfSearch = 64, Allowed = i % 3 == 0 ? RowSet.Where(400, r => r < 300) : null });
            int[] rows = found.Rows.ToArray();
            Assert.Equal(rows.Length, rows.Distinct().Count());
            for (int rank = 0; rank < rows.Length; rank++)
            {
                int source = rows[rank] < 400 ? rows[rank] : 0;
                Assert.Equal(TestVectors.Score(VectorMetric.Dot, vectors.AsSpan(source * Dimensions, Dimensions).ToArray(), query), found.Scores[rank], 1e-3);
            }
        }
    }
}

public class FlatIndexTests : VectorIndexTests
{
    protected override IVectorIndex New(VectorMetric metric, int dimensions) => new FlatIndex(metric, dimensions);

    protected override IVectorIndex Load(string path) => FlatIndex.Load(path);
}

public class HnswIndexOfFloatsTests : VectorIndexTests
{
    protected override IVectorIndex New(VectorMetric metric, int dimensions) => new HnswIndex(metric, dimensions, new HnswOptions { Quantization = VectorQuantization.None, MaxLinks = 8 });

    protected override IVectorIndex Load(string path) => HnswIndex.Load(path);
}

public class HnswIndexOfCodesTests : VectorIndexTests
{
    protected override IVectorIndex New(VectorMetric metric, int dimensions) => new HnswIndex(metric, dimensions);

    protected override IVectorIndex Load(string path) => HnswIndex.Load(path);
}
