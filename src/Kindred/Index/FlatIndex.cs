namespace Kindred.Index;

/// <summary>Compares the query with every vector: exact, O(rows × dimensions) a search; right for small catalogues and as the oracle.</summary>
/// <remarks>
/// Thread-safe, see <see cref="IVectorIndex"/>. Bytes: 4 × dimensions rounded up to a multiple of 16, plus 4 and one bit a vector, 4 a row up
/// to the highest. Removed vectors keep their place until <see cref="Compact"/>.
/// </remarks>
public sealed unsafe class FlatIndex : IVectorIndex
{
    private readonly Lock _write = new();
    private readonly MappedFile? _file;
    private readonly ScratchPool _pool;
    private volatile VectorTable _table;
    private volatile bool _disposed;

    /// <summary>Creates an empty index.</summary>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="dimensions">Components of every vector, 1 to 65,536.</param>
    public FlatIndex(VectorMetric metric, int dimensions)
        : this(NewTable(metric, dimensions))
    {
    }

    private FlatIndex(VectorTable table, MappedFile? file = null)
    {
        (_table, _file) = (table, file);
        _pool = new ScratchPool(table.Stride, 0);
    }

    /// <inheritdoc/>
    public VectorMetric Metric => _table.Metric;

    /// <inheritdoc/>
    public int Dimensions => _table.Dimensions;

    /// <inheritdoc/>
    public int Count => _table.LiveCount;

    /// <inheritdoc/>
    public long SizeBytes => _table.SizeBytes;

    /// <summary>Opens a file written by <see cref="Save"/>; the vectors stay in the mapped file until they are changed.</summary>
    /// <exception cref="VectorIndexException">The file is missing, damaged, cut short, or no flat index of this format.</exception>
    public static FlatIndex Load(string path)
    {
        IndexFileReader file = IndexFileReader.Open(path, IndexFileKind.Flat);
        return new FlatIndex(file.Table(), file.File);
    }

    /// <inheritdoc/>
    public bool Contains(int row)
    {
        VectorTable table = Enter();
        bool found = table.Find(row) >= 0;
        Leave(table);
        return found;
    }

    /// <inheritdoc/>
    public void Set(ReadOnlySpan<int> rows, ReadOnlyMemory<float> vectors, IndexWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        VectorChecks.Input(rows, vectors.Span, Dimensions);
        if (rows.IsEmpty)
        {
            return;
        }

        int highest = System.Numerics.Tensors.TensorPrimitives.Max(rows);
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            VectorTable table = _table = _table.Reserve(checked(_table.Count + rows.Length), highest + 1);
            for (int i = 0; i < rows.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                table.Publish(table.Append(rows[i], vectors.Span.Slice(i * Dimensions, Dimensions)));
            }
        }
    }

    /// <inheritdoc/>
    public bool Remove(int row)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _table.Remove(row);
        }
    }

    /// <inheritdoc/>
    public void Compact(IndexWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            VectorTable old = _table;
            int[] rows = old.PresentRows();
            var table = new VectorTable(Metric, Dimensions, rows.Length, rows.Length == 0 ? 0 : rows[^1] + 1);
            foreach (int row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                table.Publish(table.Append(row, old.Components(old.Find(row))));
            }

            _table = table;
        }
    }

    /// <inheritdoc/>
    public int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores, IndexSearchOptions? options = null)
    {
        VectorChecks.Query(query, rows, scores, Dimensions);
        VectorTable table = Enter();
        try
        {
            return Search(table, query, rows, scores, options?.Allowed);
        }
        finally
        {
            Leave(table);
        }
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            IndexFileWriter.Write(path, IndexFileHeader.Of(_table), _table, null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_write)
        {
            _disposed = true;
            _file?.Dispose();
        }
    }

    private int Search(VectorTable table, ReadOnlySpan<float> query, Span<int> rows, Span<float> scores, RowSet? allowed)
    {
        SearchScratch scratch = _pool.Rent();
        float* prepared = scratch.Query.Pointer;
        table.Prepare(query, prepared);
        scratch.Top.Reset(rows.Length);
        if (allowed is null)
        {
            ExactSearch.ScanAll(table, prepared, scratch.Top);
        }
        else
        {
            ExactSearch.ScanAllowed(table, prepared, allowed, scratch.Top);
        }

        int found = ExactSearch.Answer(scratch.Top.Keys, rows, scores);
        _pool.Return(scratch);
        return found;
    }

    private static VectorTable NewTable(VectorMetric metric, int dimensions)
    {
        VectorChecks.Dimensions(dimensions);
        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric.");
        }

        return new VectorTable(metric, dimensions, 0, 0);
    }

    /// <summary>What a reader reads; it stays mapped until the reader leaves it.</summary>
    private VectorTable Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _file?.Enter();
        return _table;
    }

    private void Leave(VectorTable table)
    {
        _file?.Leave();
        GC.KeepAlive(table);
    }
}
