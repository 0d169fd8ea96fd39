using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Kindred.Neural.Encoders;

/// <summary>Keeps the vectors of texts that were encoded before, by model and text, so that only new texts reach the encoder beneath.</summary>
/// <remarks>In memory; when full, nothing more is kept. Thread-safe. A vector must not be changed by who gets it.</remarks>
public sealed class CachedTextEncoder : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ConcurrentDictionary<(string Model, string Text), Embedding<float>> _kept = new();
    private readonly int _most;
    private readonly string _model;

    /// <summary>Puts a cache around an encoder.</summary>
    /// <param name="inner">The encoder.</param>
    /// <param name="most">Most vectors that are kept.</param>
    public CachedTextEncoder(IEmbeddingGenerator<string, Embedding<float>> inner, int most = 1_000_000)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        _most = most;
        _model = inner.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata { DefaultModelId: { } id } ? id : string.Empty;
    }

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string model = options?.ModelId ?? _model;
        string[] texts = [.. values];
        string[] missing = [.. texts.Where(t => !_kept.ContainsKey((model, t))).Distinct(StringComparer.Ordinal)];
        var fresh = new Dictionary<string, Embedding<float>>(StringComparer.Ordinal);
        GeneratedEmbeddings<Embedding<float>>? made = missing.Length > 0 ? await base.GenerateAsync(missing, options, cancellationToken) : null;
        for (int i = 0; i < missing.Length; i++)
        {
            fresh[missing[i]] = made![i];
            if (_kept.Count < _most)
            {
                _kept[(model, missing[i])] = made[i];
            }
        }

        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => fresh.TryGetValue(t, out Embedding<float>? vector) ? vector : _kept[(model, t)])) { Usage = made?.Usage };
    }
}
