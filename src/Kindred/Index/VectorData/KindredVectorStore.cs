using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Kindred.Index.VectorData;

/// <summary>Collections of records with vectors in the memory of this process, for code written against Microsoft.Extensions.VectorData.</summary>
/// <remarks>
/// Thread-safe: reading never waits for writing, see <see cref="IVectorIndex"/>. Every handle of the same name sees the same records; they end
/// with the store. docs/index.md lists what is supported and what is refused.
/// </remarks>
public sealed class KindredVectorStore : VectorStore
{
    internal const string SystemName = "kindred";

    private readonly ConcurrentDictionary<string, CollectionData> _collections = new(StringComparer.Ordinal);
    private readonly KindredVectorStoreOptions _options;

    /// <summary>Creates a store without collections.</summary>
    /// <param name="options">What its collections share; null for the defaults.</param>
    /// <exception cref="VectorIndexException">The HNSW options are out of range.</exception>
    public KindredVectorStore(KindredVectorStoreOptions? options = null)
    {
        _options = options ?? new KindredVectorStoreOptions();
        _options.Hnsw.Validate();
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A property has a type, an index kind or a distance function that this store does not have.</exception>
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
        {
            throw new ArgumentException($"Records that are dictionaries come from {nameof(GetDynamicCollection)}.", nameof(definition));
        }

        CollectionModel model = new RecordModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, _options.EmbeddingGenerator);
        return new KindredVectorCollection<TKey, TRecord>(this, name, new RecordSchema(model));
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A property has a type, an index kind or a distance function that this store does not have.</exception>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(definition);
        CollectionModel model = new RecordModelBuilder().BuildDynamic(definition, _options.EmbeddingGenerator);
        return new KindredVectorCollection<object, Dictionary<string, object?>>(this, name, new RecordSchema(model));
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (string name in _collections.Keys.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.FromResult(_collections.ContainsKey(name));
    }

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        _collections.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? new VectorStoreMetadata { VectorStoreSystemName = SystemName, VectorStoreName = _options.Name }
            : serviceType == typeof(IEmbeddingGenerator) ? _options.EmbeddingGenerator
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>The records under a name; null while the collection has not been created.</summary>
    internal CollectionData? Find(string name) => _collections.GetValueOrDefault(name);

    /// <summary>The records under a name, which are created where there are none.</summary>
    internal CollectionData Create(string name, RecordSchema schema) => _collections.GetOrAdd(name, _ => new CollectionData(schema, _options.Hnsw));
}
