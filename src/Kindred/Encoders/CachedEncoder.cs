using Microsoft.Extensions.AI;

namespace Kindred.Encoders;

/// <summary>Asks an encoder only for texts whose vectors are not in a cache yet.</summary>
/// <param name="inner">The encoder; let go with this one.</param>
/// <param name="cache">The cache of that encoder's version; let go with this one.</param>
public sealed class CachedEncoder(IEmbeddingGenerator<string, Embedding<float>> inner, EmbeddingCache cache) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        string[] unknown = [.. texts.Distinct().Where(t => !cache.TryGet(t, out _))];
        if (unknown.Length > 0)
        {
            GeneratedEmbeddings<Embedding<float>> made = await base.GenerateAsync(unknown, options, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < unknown.Length; i++)
            {
                cache.Add(unknown[i], made[i].Vector.Span);
            }
        }

        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => new Embedding<float>(cache.TryGet(t, out ReadOnlyMemory<float> vector)
            ? vector : throw new InvalidOperationException("A vector that was just kept is not in the cache."))));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cache.Dispose();
        }

        base.Dispose(disposing);
    }
}
