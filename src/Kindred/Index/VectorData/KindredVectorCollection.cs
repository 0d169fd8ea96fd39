using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Kindred.Index.VectorData;

/// <summary>A handle on one collection of a <see cref="KindredVectorStore"/>.</summary>
/// <remarks>
/// Thread-safe. Records are copied on their way in and out, so that changing one afterwards changes nothing in the store. A search that runs
/// beside an upsert finds a record as it was before or after.
/// </remarks>
/// <typeparam name="TKey">Type of the key: string, int, long, ulong or Guid; object where records are dictionaries.</typeparam>
/// <typeparam name="TRecord">Type of the records.</typeparam>
internal sealed class KindredVectorCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly KindredVectorStore _store;
    private readonly RecordSchema _schema;
    private readonly int[] _vectorPlaces;

    public KindredVectorCollection(KindredVectorStore store, string name, RecordSchema schema)
    {
        (_store, Name, _schema) = (store, name, schema);
        _vectorPlaces = [.. schema.Vectors.Select(schema.IndexOf)];
    }

    public override string Name { get; }

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => _store.CollectionExistsAsync(Name, cancellationToken);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _store.Create(Name, _schema).CheckShape(_schema);
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => _store.EnsureCollectionDeletedAsync(Name, cancellationToken);

    public override Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool includeVectors = CanInclude(options?.IncludeVectors ?? false);
        return Task.FromResult(Data().Find(key) is { } stored ? _schema.Restore<TRecord>(stored, includeVectors) : null);
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new FilteredRecordRetrievalOptions<TRecord>();
        bool includeVectors = CanInclude(options.IncludeVectors);
        await Task.CompletedTask.ConfigureAwait(false);
        IEnumerable<StoredRecord> found = RecordOrder.Sort(_schema, Data().Where(RecordFilter.Compile(_schema, filter)!), options.OrderBy);
        foreach (StoredRecord stored in found.Skip(options.Skip).Take(top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return _schema.Restore<TRecord>(stored, includeVectors);
        }
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        Data().Remove(key);
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        CollectionData data = Data();
        StoredRecord[] stored = [.. records.Select(_schema.Take)];
        foreach (VectorPropertyModel property in _schema.Vectors.Where(p => !RecordModelBuilder.IsVector(p.Type)))
        {
            await EmbedAsync(property, stored, cancellationToken).ConfigureAwait(false);
        }

        await Task.Run(() => data.Upsert(stored, _vectorPlaces, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue,
        int top,
        VectorSearchOptions<TRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        bool includeVectors = CanInclude(options.IncludeVectors);
        VectorPropertyModel property = _schema.Model.GetVectorPropertyOrSingle(options);
        CollectionData data = Data();
        ReadOnlyMemory<float> query = await VectorOfAsync(property, searchValue, cancellationToken).ConfigureAwait(false);
        CheckQuery(property, query.Span);
        int index = _schema.Vectors.Index().First(p => p.Item == property).Index;
        List<(StoredRecord Record, float Score)> found = data.Search(index, query.Span, (int)Math.Min((long)top + options.Skip, int.MaxValue), RecordFilter.Compile(_schema, options.Filter));
        VectorDistance distance = VectorDistance.Of(property);
        foreach ((StoredRecord record, float score) in found.Skip(options.Skip))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (distance.FromScore(score) is var value && distance.Passes(value, options.ScoreThreshold))
            {
                yield return new VectorSearchResult<TRecord>(_schema.Restore<TRecord>(record, includeVectors), value);
            }
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? Metadata()
            : serviceType.IsInstanceOfType(this) ? this
            : _store.GetService(serviceType);
    }

    private static async Task EmbedAsync(VectorPropertyModel property, StoredRecord[] stored, int place, CancellationToken cancellationToken)
    {
        StoredRecord[] given = [.. stored.Where(s => s.Values[place] is not null)];
        IReadOnlyList<Embedding> embeddings = await property.GenerateEmbeddingsAsync(given.Select(s => s.Values[place]), cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < given.Length; i++)
        {
            given[i].Values[place] = ((Embedding<float>)embeddings[i]).Vector.ToArray();
        }
    }

    private static async Task<ReadOnlyMemory<float>> VectorOfAsync(VectorPropertyModel property, object value, CancellationToken cancellationToken) => value switch
    {
        ReadOnlyMemory<float> memory => memory,
        float[] array => array,
        Embedding<float> embedding => embedding.Vector,
        _ when property.EmbeddingGenerationDispatcher is not null =>
            ((Embedding<float>)await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false)).Vector,
        _ => throw new NotSupportedException(
            $"A search value of type {value.GetType()} is no vector (ReadOnlyMemory<float>, float[], Embedding<float>), and the property '{property.ModelName}' has no embedding generator."),
    };

    private Task EmbedAsync(VectorPropertyModel property, StoredRecord[] stored, CancellationToken cancellationToken) =>
        EmbedAsync(property, stored, _schema.IndexOf(property), cancellationToken);

    private void CheckQuery(VectorPropertyModel property, ReadOnlySpan<float> query)
    {
        string? problem = query.Length != property.Dimensions ? $"has {query.Length} components, the property '{property.ModelName}' {property.Dimensions}" : VectorChecks.Problem(query);
        if (problem is not null)
        {
            throw Failure($"The vector to search for {problem}.", "search");
        }
    }

    private bool CanInclude(bool includeVectors) => includeVectors && _schema.Vectors.Any(p => !RecordModelBuilder.IsVector(p.Type))
        ? throw new NotSupportedException("Vectors that were generated cannot be given back in properties that hold what they were made of; leave IncludeVectors off.")
        : includeVectors;

    private CollectionData Data([CallerMemberName] string operation = "")
    {
        CollectionData data = _store.Find(Name) ?? throw Failure($"There is no collection '{Name}' in the store; call {nameof(EnsureCollectionExistsAsync)} first.", operation);
        data.CheckShape(_schema);
        return data;
    }

    private VectorStoreException Failure(string message, string operation) =>
        new(message) { VectorStoreSystemName = KindredVectorStore.SystemName, VectorStoreName = Metadata().VectorStoreName, CollectionName = Name, OperationName = operation };

    private VectorStoreCollectionMetadata Metadata() => new()
    {
        VectorStoreSystemName = KindredVectorStore.SystemName,
        VectorStoreName = ((VectorStoreMetadata)_store.GetService(typeof(VectorStoreMetadata))!).VectorStoreName,
        CollectionName = Name,
    };
}
