using Kindred.Index;
using Kindred.Index.VectorData;
using Microsoft.Extensions.VectorData;

namespace Kindred.Tests.Index.VectorData;

/// <summary>What the collection does not have is refused with a reason, and nothing is changed.</summary>
public class CollectionRefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DistanceFunction.HammingDistance, null, "HammingDistance")]
    [InlineData(DistanceFunction.ManhattanDistance, null, "ManhattanDistance")]
    [InlineData(null, IndexKind.IvfFlat, "IvfFlat")]
    [InlineData(null, IndexKind.DiskAnn, "DiskAnn")]
    public void Distances_and_indexes_that_are_not_there_are_named(string? distance, string? kind, string named)
    {
        var store = new KindredVectorStore();
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => store.GetDynamicCollection("lamps", Collections.Definition(distance, kind)));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.Contains("Hnsw", Assert.Throws<NotSupportedException>(() => store.GetCollection<string, Lamp>("lamps", Collections.Definition(null, "other"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_are_not_supported_are_named()
    {
        var store = new KindredVectorStore();
        Assert.Contains("Uri", Refusal(new VectorStoreKeyProperty("Key", typeof(Uri))), StringComparison.Ordinal);
        Assert.Contains("'Data'", Refusal(new VectorStoreKeyProperty("Key", typeof(string)), new VectorStoreDataProperty("Data", typeof(Version))), StringComparison.Ordinal);
        Assert.Contains("'Vector'", Refusal(new VectorStoreKeyProperty("Key", typeof(string)), new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<double>), 4)), StringComparison.Ordinal);
        Assert.Contains(nameof(VectorStore.GetDynamicCollection), Assert.Throws<ArgumentException>(() => store.GetCollection<string, Dictionary<string, object?>>("lamps")).Message, StringComparison.Ordinal);
        Assert.Throws<VectorIndexException>(() => new KindredVectorStore(new KindredVectorStoreOptions { Hnsw = new HnswOptions { MaxLinks = 1 } }));

        string Refusal(params VectorStoreProperty[] properties) =>
            Assert.ThrowsAny<Exception>(() => store.GetDynamicCollection("lamps", new VectorStoreCollectionDefinition { Properties = properties })).Message;
    }

    [Fact]
    public async Task A_collection_that_was_not_created_is_named_by_every_call()
    {
        VectorStoreCollection<string, Lamp> lamps = new KindredVectorStore().GetCollection<string, Lamp>("lamps");
        Func<Task>[] calls =
        [
            () => lamps.GetAsync("a", cancellationToken: Token),
            async () => await lamps.GetAsync(l => true, 1, cancellationToken: Token).ToListAsync(Token),
            () => lamps.DeleteAsync("a", Token),
            () => lamps.UpsertAsync(Lamp.Create(1), Token),
            async () => await lamps.SearchAsync(Lamp.Create(1).Vector!.Value, 1, cancellationToken: Token).ToListAsync(Token),
        ];
        foreach (Func<Task> call in calls)
        {
            VectorStoreException e = await Assert.ThrowsAsync<VectorStoreException>(call);
            Assert.Equal(("kindred", "lamps", true), (e.VectorStoreSystemName, e.CollectionName, e.OperationName is { Length: > 0 }));
        }
    }

    [Fact]
    public async Task A_handle_with_other_properties_is_refused()
    {
        var store = new KindredVectorStore();
        await store.GetCollection<string, Lamp>("lamps").EnsureCollectionExistsAsync(Token);
        VectorStoreCollection<string, Lamp> other = store.GetCollection<string, Lamp>("lamps", Collections.Definition(DistanceFunction.EuclideanDistance));
        VectorStoreException e = await Assert.ThrowsAsync<VectorStoreException>(() => other.EnsureCollectionExistsAsync(Token));
        Assert.Contains("EuclideanDistance", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VectorStoreException>(() => other.GetAsync("a", cancellationToken: Token));
    }

    [Fact]
    public async Task A_batch_with_one_bad_vector_changes_nothing()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(3);
        foreach (float[] bad in new float[][] { [1, 2, 3], [1, 2, 3, 4, 5, 6, 7, float.NaN] })
        {
            VectorStoreException e = await Assert.ThrowsAsync<VectorStoreException>(
                () => lamps.UpsertAsync([new Lamp { Code = "L1", Price = 50 }, Lamp.Create(9), new Lamp { Code = "bad", Vector = bad }], Token));
            Assert.Contains("'bad'", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Lamp.Create(1).Price, (await lamps.GetAsync("L1", cancellationToken: Token))!.Price);
        Assert.Null(await lamps.GetAsync("L9", cancellationToken: Token));
    }

    [Fact]
    public async Task Searches_that_make_no_sense_are_refused()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(3);
        ReadOnlyMemory<float> query = Lamp.Create(1).Vector!.Value;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SearchAsync(query, 0));
        Assert.Contains("3 components", (await Assert.ThrowsAsync<VectorStoreException>(() => SearchAsync(new float[3], 1))).Message, StringComparison.Ordinal);
        Assert.Contains("holds NaN", (await Assert.ThrowsAsync<VectorStoreException>(() => SearchAsync(Enumerable.Repeat(float.NaN, 8).ToArray(), 1))).Message, StringComparison.Ordinal);
        Assert.Contains("no embedding generator", (await Assert.ThrowsAsync<NotSupportedException>(() => SearchAsync("a lamp", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("'Vector'", (await Assert.ThrowsAsync<NotSupportedException>(() => SearchAsync(query, 1, new() { Filter = l => l.Vector == null }))).Message, StringComparison.Ordinal);
        Assert.Contains("as a whole", (await Assert.ThrowsAsync<NotSupportedException>(() => SearchAsync(query, 1, new() { Filter = l => l.Describe() == "a" }))).Message, StringComparison.Ordinal);

        async Task SearchAsync<T>(T value, int top, VectorSearchOptions<Lamp>? options = null)
            where T : notnull => await lamps.SearchAsync(value, top, options, Token).ToListAsync(Token);
    }

    [Fact]
    public async Task Records_without_what_they_need_are_refused()
    {
        VectorStoreCollection<object, Dictionary<string, object?>> lamps = new KindredVectorStore().GetDynamicCollection("lamps", Collections.Definition());
        await lamps.EnsureCollectionExistsAsync(Token);
        Assert.Contains("'Price'", (await Assert.ThrowsAsync<VectorStoreException>(() => lamps.UpsertAsync(new Dictionary<string, object?> { ["Code"] = "a" }, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("'Code'", (await Assert.ThrowsAsync<VectorStoreException>(() => lamps.UpsertAsync(new Dictionary<string, object?> { ["Price"] = 1.0 }, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_upsert_changes_nothing()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lamps.UpsertAsync(Lamp.Many(50), new CancellationToken(canceled: true)));
        Assert.Equal(3, await lamps.GetAsync(l => true, 100, cancellationToken: Token).CountAsync(Token));
    }
}
