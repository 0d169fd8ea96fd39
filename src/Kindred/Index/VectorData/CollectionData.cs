using System.Collections.Concurrent;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Kindred.Index.VectorData;

/// <summary>The records of one collection and an index for each of its vector properties.</summary>
/// <remarks>
/// One writer at a time, any number of readers, who take no lock. A record stands in its row before its vectors do, and the row of a removed
/// record is given to another only when no reader is left who may have met it there.
/// </remarks>
internal sealed class CollectionData
{
    // Records linked in between two looks at the cancellation token.
    private const int ChunkLength = 16_384;

    private readonly Lock _write = new();
    private readonly string _shape;
    private readonly ConcurrentDictionary<object, int> _rowOf = new();
    private readonly IVectorIndex[] _indexes;
    private readonly Stack<int> _freeRows = [];
    private readonly List<int> _freedRows = [];
    private volatile StoredRecord?[] _records = [];
    private int _rowCount;
    private int _readers;

    public CollectionData(RecordSchema schema, HnswOptions options)
    {
        _shape = schema.Shape;
        _indexes = [.. schema.Vectors.Select(v => CreateIndex(v, options))];
    }

    /// <summary>Checks that a handle sees the records as the one that created them.</summary>
    /// <exception cref="VectorStoreException">It does not.</exception>
    public void CheckShape(RecordSchema schema)
    {
        if (schema.Shape != _shape)
        {
            throw new VectorStoreException($"The collection was created with other properties ({_shape}) than those asked for ({schema.Shape}).");
        }
    }

    public StoredRecord? Find(object key) => _rowOf.TryGetValue(key, out int row) && _records[row] is { } record && record.Key.Equals(key) ? record : null;

    /// <summary>All records that pass a filter, in no order.</summary>
    public IEnumerable<StoredRecord> Where(Func<object?[], bool> filter) => _records.OfType<StoredRecord>().Where(r => filter(r.Values));

    /// <summary>Adds or replaces records; of several with one key the last stays.</summary>
    /// <param name="records">The records.</param>
    /// <param name="places">Where each index finds its vectors among the values.</param>
    /// <param name="cancellationToken">Ends the work between two chunks of 16,384 records; those done stay.</param>
    /// <exception cref="VectorStoreException">A vector has the wrong length or a component that is not finite; nothing has been changed.</exception>
    public void Upsert(IEnumerable<StoredRecord> records, int[] places, CancellationToken cancellationToken)
    {
        var last = new Dictionary<object, StoredRecord>();
        foreach (StoredRecord record in records)
        {
            last[record.Key] = record;
        }

        foreach (StoredRecord record in last.Values)
        {
            CheckVectors(record, places);
        }

        lock (_write)
        {
            foreach (StoredRecord[] chunk in last.Values.Chunk(ChunkLength))
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] rows = [.. chunk.Select(Put)];
                for (int i = 0; i < _indexes.Length; i++)
                {
                    SetVectors(_indexes[i], places[i], rows, chunk);
                }
            }
        }
    }

    public void Remove(object key)
    {
        lock (_write)
        {
            if (_rowOf.TryRemove(key, out int row))
            {
                Array.ForEach(_indexes, index => index.Remove(row));
                _records[row] = null;
                _freedRows.Add(row);
            }
        }
    }

    /// <summary>The records nearest to a vector with the scores of the index, best first.</summary>
    public List<(StoredRecord Record, float Score)> Search(int index, ReadOnlySpan<float> query, int count, Func<object?[], bool>? filter)
    {
        Interlocked.Increment(ref _readers);
        try
        {
            StoredRecord?[] records = _records;
            RowSet? allowed = filter is null ? null : RowSet.Where(records.Length, row => records[row] is { } record && filter(record.Values));
            Domain.ScoredList nearest = _indexes[index].Search(query, count, new IndexSearchOptions { Allowed = allowed });
            return Records(nearest, filter);
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private static IVectorIndex CreateIndex(VectorPropertyModel property, HnswOptions options)
    {
        VectorMetric metric = VectorDistance.Of(property).Metric;
        return property.IndexKind == IndexKind.Flat ? new FlatIndex(metric, property.Dimensions) : new HnswIndex(metric, property.Dimensions, options);
    }

    private static void SetVectors(IVectorIndex index, int place, int[] rows, StoredRecord[] records)
    {
        int[] present = [.. Enumerable.Range(0, rows.Length).Where(i => records[i].Values[place] is not null)];
        foreach (int i in Enumerable.Range(0, rows.Length).Except(present))
        {
            index.Remove(rows[i]);
        }

        var packed = new float[(long)present.Length * index.Dimensions];
        for (int i = 0; i < present.Length; i++)
        {
            ((float[])records[present[i]].Values[place]!).CopyTo(packed, i * index.Dimensions);
        }

        index.Set([.. present.Select(i => rows[i])], packed);
    }

    private void CheckVectors(StoredRecord record, int[] places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (record.Values[places[i]] is float[] vector)
            {
                Check(record.Key, vector, _indexes[i].Dimensions);
            }
        }
    }

    private static void Check(object key, float[] vector, int dimensions)
    {
        if (vector.Length != dimensions)
        {
            throw new VectorStoreException($"The vector of the record '{key}' has {vector.Length} components, its property {dimensions}.");
        }

        if (VectorChecks.Problem(vector) is { } problem)
        {
            throw new VectorStoreException($"The vector of the record '{key}' {problem}.");
        }
    }

    // A row replaced meanwhile holds another record of the same key, which the filter is asked about again.
    private List<(StoredRecord Record, float Score)> Records(Domain.ScoredList nearest, Func<object?[], bool>? filter)
    {
        var found = new List<(StoredRecord, float)>(nearest.Count);
        StoredRecord?[] records = _records;
        for (int i = 0; i < nearest.Count; i++)
        {
            if (records[nearest.Rows[i]] is { } record && (filter is null || filter(record.Values)))
            {
                found.Add((record, nearest.Scores[i]));
            }
        }

        return found;
    }

    private int Put(StoredRecord record)
    {
        if (!_rowOf.TryGetValue(record.Key, out int row))
        {
            row = NewRow();
            _rowOf[record.Key] = row;
        }

        _records[row] = record;
        return row;
    }

    private int NewRow()
    {
        if (_freeRows.Count == 0 && Volatile.Read(ref _readers) == 0)
        {
            _freedRows.ForEach(_freeRows.Push);
            _freedRows.Clear();
        }

        if (_freeRows.TryPop(out int free))
        {
            return free;
        }

        if (_rowCount == _records.Length)
        {
            StoredRecord?[] grown = _records;
            Array.Resize(ref grown, VectorTable.Grown(_rowCount, _rowCount + 1));
            _records = grown;
        }

        return _rowCount++;
    }
}
