using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Neural.Remote;
using Microsoft.Extensions.AI;

namespace Kindred.Neural.Tests.Remote;

public sealed class RemoteTextEncoderTests : IDisposable
{
    private readonly LocalEmbeddingService _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Texts_go_in_batches_and_come_back_in_order()
    {
        using RemoteTextEncoder encoder = Create(o => o with { BatchSize = 2 });
        GeneratedEmbeddings<Embedding<float>> vectors = await Encode(encoder, "a", "bb", "ccc");
        Assert.Equal([[1f, 'a'], [2f, 'b'], [3f, 'c']], vectors.Select(v => v.Vector.ToArray()));
        Assert.Equal([2, 1], _service.Requests.Select(r => r.Length));
        Assert.Equal(3, encoder.TokensUsed);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        _service.Failures = 2;
        using RemoteTextEncoder encoder = Create(o => o);
        Assert.Single(await Encode(encoder, "a"));
        Assert.Equal(0, _service.Failures);
    }

    [Fact]
    public async Task The_budget_ends_the_spending()
    {
        using RemoteTextEncoder encoder = Create(o => o with { BatchSize = 2, TokenBudget = 3 });
        KindredDataException fault = await Assert.ThrowsAsync<KindredDataException>(() => Encode(encoder, "a", "b", "c", "d", "e", "f"));
        Assert.Contains("budget of 3 tokens", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, _service.Requests.Count);
    }

    [Fact]
    public async Task A_text_is_paid_for_once()
    {
        using var encoder = new CachedEncoder(Create(o => o), new EmbeddingCache());
        await Encode(encoder, "a", "b", "a");
        GeneratedEmbeddings<Embedding<float>> vectors = await Encode(encoder, "b", "ccc", "a");
        Assert.Equal([1f, 3f, 1f], vectors.Select(v => v.Vector.Span[0]));
        Assert.Equal([["a", "b"], ["ccc"]], _service.Requests);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_reason()
    {
        using RemoteTextEncoder encoder = Create(o => o with { ApiKey = "wrong" });
        KindredDataException fault = await Assert.ThrowsAsync<KindredDataException>(() => Encode(encoder, "a"));
        Assert.Contains("401", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_all_named()
    {
        KindredDataException fault = Assert.Throws<KindredDataException>(() => Create(o => o with { BatchSize = 0, TokenBudget = 0 }));
        Assert.Contains("batch size is 0", fault.Message, StringComparison.Ordinal);
        Assert.Contains("token budget is 0", fault.Message, StringComparison.Ordinal);
    }

    private RemoteTextEncoder Create(Func<RemoteTextEncoderOptions, RemoteTextEncoderOptions> change) =>
        new(change(new RemoteTextEncoderOptions { Endpoint = _service.Endpoint, Model = "tiny", ApiKey = "secret" }));

    private static Task<GeneratedEmbeddings<Embedding<float>>> Encode(IEmbeddingGenerator<string, Embedding<float>> encoder, params string[] texts) =>
        encoder.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
}
