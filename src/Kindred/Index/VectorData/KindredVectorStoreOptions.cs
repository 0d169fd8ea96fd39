using Microsoft.Extensions.AI;

namespace Kindred.Index.VectorData;

/// <summary>What the collections of a <see cref="KindredVectorStore"/> share.</summary>
public sealed record KindredVectorStoreOptions
{
    /// <summary>Makes vectors of texts where neither the property nor the definition names a generator; null, the default, for none.</summary>
    public IEmbeddingGenerator? EmbeddingGenerator { get; init; }

    /// <summary>Links and breadths of the HNSW indexes; the defaults are those of <see cref="HnswOptions"/>.</summary>
    public HnswOptions Hnsw { get; init; } = new();

    /// <summary>Name reported in <c>VectorStoreMetadata</c>; null, the default, for none.</summary>
    public string? Name { get; init; }
}
