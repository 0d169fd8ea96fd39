using Kindred.Encoders;
using Kindred.Models;
using Microsoft.Extensions.AI;

namespace Kindred.Tests.Encoders;

public sealed class EmbeddingCacheTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task An_encoder_is_asked_for_each_text_once_and_the_file_remembers()
    {
        var counting = new Counting();
        using (var cached = new CachedEncoder(counting, new EmbeddingCache(_path, "v1", 2)))
        {
            await cached.GenerateAsync(["a", "bb", "a"], cancellationToken: TestContext.Current.CancellationToken);
            GeneratedEmbeddings<Embedding<float>> again = await cached.GenerateAsync(["bb", "ccc"], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal([2, -2], again[0].Vector.ToArray());
        }

        Assert.Equal(["a", "bb", "ccc"], counting.Asked);
        using var reopened = new EmbeddingCache(_path, "v1", 2);
        Assert.Equal(3, reopened.Count);
        Assert.True(reopened.TryGet("ccc", out ReadOnlyMemory<float> vector));
        Assert.Equal([3, -3], vector.ToArray());
    }

    [Fact]
    public void A_file_cut_short_keeps_its_whole_records()
    {
        Fill();
        using (var file = new FileStream(_path, FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        using (var cache = new EmbeddingCache(_path, "v1", 2))
        {
            Assert.Equal((1, false), (cache.Count, cache.TryGet("b", out _)));
            cache.Add("c", [5, 6]);
        }

        using var again = new EmbeddingCache(_path, "v1", 2);
        Assert.True(again.TryGet("a", out _) && again.TryGet("c", out _));
    }

    [Fact]
    public void A_damaged_record_is_not_believed()
    {
        Fill();
        byte[] bytes = File.ReadAllBytes(_path);
        bytes[^6] ^= 1;
        File.WriteAllBytes(_path, bytes);
        using var cache = new EmbeddingCache(_path, "v1", 2);
        Assert.False(cache.TryGet("b", out _));
    }

    [Fact]
    public async Task A_cache_in_memory_that_is_full_still_gives_every_vector()
    {
        var counting = new Counting();
        using var cached = new CachedEncoder(counting, new EmbeddingCache(most: 1));
        await cached.GenerateAsync(["a", "bb"], cancellationToken: TestContext.Current.CancellationToken);
        GeneratedEmbeddings<Embedding<float>> again = await cached.GenerateAsync(["a", "bb"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1f, 2f], again.Select(v => v.Vector.Span[0]));
        Assert.Equal(["a", "bb", "bb"], counting.Asked);
    }

    [Fact]
    public async Task A_request_for_another_model_passes_the_cache_by()
    {
        var counting = new Counting();
        using var cached = new CachedEncoder(counting, new EmbeddingCache());
        await cached.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken);
        await cached.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "another" }, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "a"], counting.Asked);
    }

    [Theory]
    [InlineData("v2", 2)]
    [InlineData("v1", 3)]
    public void Vectors_of_another_encoder_are_refused(string version, int dimensions)
    {
        Fill();
        Assert.Throws<ModelFileException>(() => new EmbeddingCache(_path, version, dimensions));
    }

    public void Dispose() => File.Delete(_path);

    private void Fill()
    {
        using var cache = new EmbeddingCache(_path, "v1", 2);
        cache.Add("a", [1, 2]);
        cache.Add("b", [3, 4]);
    }

    private sealed class Counting : IEmbeddingGenerator<string, Embedding<float>>
    {
        public List<string> Asked { get; } = [];

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            string[] texts = [.. values];
            Asked.AddRange(texts);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => new Embedding<float>(new float[] { t.Length, -t.Length }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
