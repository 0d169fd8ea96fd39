using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Encoders;

/// <summary>Asks an encoder only for texts whose vectors are not in a cache yet.</summary>
/// <remarks>Requests for another model or width than the encoder's own pass the cache by. Thread-safe. A vector must not be changed by who gets it.</remarks>
/// <param name="inner">The encoder; let go with this one.</param>
/// <param name="cache">The cache of that encoder's version; let go with this one.</param>
public sealed class CachedEncoder(IEmbeddingGenerator<string, Embedding<float>> inner, EmbeddingCache cache) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private readonly EmbeddingGeneratorMetadata? _model = inner.GetService<EmbeddingGeneratorMetadata>();

    /// <summary>Keeps an encoder's vectors in a file of a folder; encoders and versions have files of their own.</summary>
    /// <param name="inner">The encoder; let go with the result.</param>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <returns>The encoder with its cache; the encoder alone when it does not tell its version and width.</returns>
    public static IEmbeddingGenerator<string, Embedding<float>> InFolder(IEmbeddingGenerator<string, Embedding<float>> inner, string folder)
    {
        if (inner.GetService<EmbeddingGeneratorMetadata>() is not { DefaultModelId: { } version, DefaultModelDimensions: { } dimensions })
        {
            return inner;
        }

        Directory.CreateDirectory(folder);
        string file = $"embeddings-{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(version)):x16}.bin";
        return new CachedEncoder(inner, new EmbeddingCache(Path.Combine(folder, file), version, dimensions));
    }

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        if (IsForAnother(options))
        {
            return await base.GenerateAsync(texts, options, cancellationToken).ConfigureAwait(false);
        }

        Dictionary<string, ReadOnlyMemory<float>> vectors = new(StringComparer.Ordinal);
        string[] unknown = [.. texts.Distinct().Where(t => !Find(t))];
        GeneratedEmbeddings<Embedding<float>>? made = unknown.Length > 0 ? await base.GenerateAsync(unknown, options, cancellationToken).ConfigureAwait(false) : null;
        for (int i = 0; i < unknown.Length; i++)
        {
            vectors[unknown[i]] = made![i].Vector;
            cache.Add(unknown[i], made[i].Vector.Span);
        }

        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => new Embedding<float>(vectors[t]) { ModelId = _model?.DefaultModelId })) { Usage = made?.Usage };

        bool Find(string text)
        {
            bool found = cache.TryGet(text, out ReadOnlyMemory<float> vector);
            vectors[text] = vector;
            return found;
        }
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

    private bool IsForAnother(EmbeddingGenerationOptions? options) =>
        (options?.ModelId is { } model && model != _model?.DefaultModelId) || (options?.Dimensions is { } width && width != _model?.DefaultModelDimensions);
}
