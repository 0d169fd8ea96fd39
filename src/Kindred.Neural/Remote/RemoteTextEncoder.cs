using System.ClientModel;
using System.ClientModel.Primitives;
using Kindred.Domain;
using Microsoft.Extensions.AI;
using OpenAI;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace Kindred.Neural.Remote;

/// <summary>Settings of <see cref="RemoteTextEncoder"/>.</summary>
public sealed record RemoteTextEncoderOptions
{
    /// <summary>Address of the service, up to and including "v1".</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The service's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Secret of the account; services without accounts take any text.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Texts in one request, 1 to 2,048. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Attempts after a request that failed for a passing reason (busy, too many requests, connection), 0 to 10, with growing pauses. Default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Tokens that may be paid for, as the service counts them; above 0. Default 10 million.</summary>
    public long TokenBudget { get; init; } = 10_000_000;
}

/// <summary>Text to vectors by a service that answers as OpenAI's does: in batches, with retries, within a budget.</summary>
/// <remarks>Texts leave the machine. Put <see cref="Kindred.Encoders.CachedEncoder"/> around it so that no text is paid for twice. Thread-safe.</remarks>
public sealed class RemoteTextEncoder : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly RemoteTextEncoderOptions _options;
    private long _tokensUsed;

    /// <summary>Prepares the connection; nothing is sent yet.</summary>
    /// <exception cref="KindredDataException">A setting is out of range; all are named.</exception>
    public RemoteTextEncoder(RemoteTextEncoderOptions options)
        : base(Connect(options)) => _options = options;

    /// <summary>Tokens paid for so far.</summary>
    public long TokensUsed => Interlocked.Read(ref _tokensUsed);

    /// <inheritdoc/>
    /// <exception cref="KindredDataException">The budget is used up, or the service refuses, fails or answers with another number of vectors.</exception>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (string[] batch in values.Chunk(_options.BatchSize))
        {
            if (TokensUsed >= _options.TokenBudget)
            {
                throw new KindredDataException($"The budget of {_options.TokenBudget:N0} tokens for {_options.Model} is used up ({TokensUsed:N0}); {all.Count:N0} texts were encoded before. Raise the budget to go on.");
            }

            GeneratedEmbeddings<Embedding<float>> part = await SendAsync(batch, options, cancellationToken);
            Interlocked.Add(ref _tokensUsed, part.Usage?.TotalTokenCount ?? 0);
            all.AddRange(part);
        }

        return all;
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> SendAsync(string[] batch, EmbeddingGenerationOptions? options, CancellationToken cancellation)
    {
        try
        {
            GeneratedEmbeddings<Embedding<float>> vectors = await base.GenerateAsync(batch, options, cancellation);
            return vectors.Count == batch.Length ? vectors
                : throw new KindredDataException($"{_options.Endpoint} answers {batch.Length} texts with {vectors.Count} vectors.");
        }
        catch (ClientResultException e)
        {
            throw new KindredDataException($"{_options.Endpoint} refuses or fails ({e.Status}) for the model {_options.Model}: {e.Message}", e);
        }
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Connect(RemoteTextEncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (bool Fits, string Text)[] rules =
        [
            (options.BatchSize is >= 1 and <= 2048, $"batch size is {options.BatchSize}, not in 1 to 2,048"),
            (options.Retries is >= 0 and <= 10, $"retries is {options.Retries}, not in 0 to 10"),
            (options.TokenBudget > 0, $"token budget is {options.TokenBudget}, not above 0"),
            (options.Model.Length > 0 && options.ApiKey.Length > 0, "model and API key may not be empty"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        return faults.Length == 0
            ? new OpenAI.Embeddings.EmbeddingClient(options.Model, new ApiKeyCredential(options.ApiKey), new OpenAIClientOptions { Endpoint = options.Endpoint, RetryPolicy = new ClientRetryPolicy(options.Retries) }).AsIEmbeddingGenerator()
            : throw new KindredDataException($"The remote encoder cannot be used: {string.Join("; ", faults)}.");
    }
}
