using Kindred.Index.VectorData;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Kindred.Tests.Index.VectorData;

/// <summary>Texts are turned into vectors by the generator that the property, the definition or the store names.</summary>
public class CollectionEmbeddingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("store")]
    [InlineData("definition")]
    [InlineData("property")]
    public async Task Texts_are_embedded_in_one_call_and_found_by_text(string place)
    {
        var letters = new LetterCounts();
        var store = new KindredVectorStore(new KindredVectorStoreOptions { EmbeddingGenerator = place == "store" ? letters : null });
        var definition = new VectorStoreCollectionDefinition
        {
            EmbeddingGenerator = place == "definition" ? letters : null,
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(int)),
                new VectorStoreVectorProperty("Text", typeof(string), 26) { EmbeddingGenerator = place == "property" ? letters : null },
            ],
        };
        VectorStoreCollection<int, Saying> sayings = store.GetCollection<int, Saying>("sayings", definition);
        await sayings.EnsureCollectionExistsAsync(Token);
        await sayings.UpsertAsync([new Saying { Id = 1, Text = "red lamp" }, new Saying { Id = 2, Text = "blue chair" }, new Saying { Id = 3 }], Token);
        Assert.Equal(1, letters.Calls);
        List<VectorSearchResult<Saying>> found = await sayings.SearchAsync("lamp of red", 5, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal([1, 2], found.Select(f => f.Record.Id));
        Assert.Null(found[0].Record.Text);
        await Assert.ThrowsAsync<NotSupportedException>(() => sayings.GetAsync(1, new RecordRetrievalOptions { IncludeVectors = true }, Token));
    }

    [Fact]
    public async Task Vectors_given_by_hand_can_be_searched_by_text()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.CreateAsync<string, Lamp>(options: new KindredVectorStoreOptions { EmbeddingGenerator = new LetterCounts(Lamp.Dimensions) });
        await lamps.UpsertAsync([new Lamp { Code = "a", Vector = LetterCounts.Of("abba", 8) }, new Lamp { Code = "h", Vector = LetterCounts.Of("hhh", 8) }], Token);
        Assert.Equal("h", (await lamps.SearchAsync("high", 1, cancellationToken: Token).FirstAsync(Token)).Record.Code);
        Assert.Equal("a", (await lamps.SearchAsync(new Embedding<float>(LetterCounts.Of("a", 8)), 1, cancellationToken: Token).FirstAsync(Token)).Record.Code);
    }

    [Fact]
    public void Texts_without_a_generator_are_refused()
    {
        var definition = new VectorStoreCollectionDefinition { Properties = [new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("Text", typeof(string), 26)] };
        Assert.Contains("Text", Assert.ThrowsAny<InvalidOperationException>(() => new KindredVectorStore().GetCollection<int, Saying>("sayings", definition)).Message, StringComparison.Ordinal);
    }

    private sealed class Saying
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    /// <summary>Counts letters: texts of like letters are alike.</summary>
    private sealed class LetterCounts(int dimensions = 26) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Calls { get; private set; }

        public static float[] Of(string text, int dimensions) => [.. Enumerable.Range('a', dimensions).Select(letter => (float)text.Count(c => c == letter))];

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(v => new Embedding<float>(Of(v, dimensions)))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }
}
