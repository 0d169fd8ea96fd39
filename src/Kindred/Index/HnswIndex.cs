using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Index;

/// <summary>Approximate nearest neighbours by walking a hierarchy of proximity graphs.</summary>
/// <remarks>
/// <para>Yu. A. Malkov, D. A. Yashunin: Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs
/// (IEEE TPAMI 42(4), 2020). What differs from the paper is said at <see cref="GraphSearch"/>, <see cref="NeighbourSelection"/> and
/// <see cref="GraphBuilder{TScorer}"/>.</para>
/// <para>Same vectors, rows, options and sequence of calls: same graph, whatever the number of threads; with int8 codes on every machine, without
/// them on machines of the same vector width.</para>
/// <para>A removed or replaced vector stays in the graph as a place to walk through and is never answered; when more than half of the graph is
/// dead, the next <see cref="Set"/> compacts first. Thread-safe, see <see cref="IVectorIndex"/>. Bytes a vector: docs/index.md.</para>
/// </remarks>
public sealed unsafe class HnswIndex : IVectorIndex
{
    // The vectors of a batch do not see each other, so a batch is at most this share of what the call has added before it.
    private const int BatchShare = 32;
    private const int LargestBatch = 2048;
    private const int HighestLevel = 30;

    private readonly Lock _write = new();
    private readonly MappedFile? _file;
    private readonly ScratchPool _pool;
    private volatile HnswState _state;
    private volatile bool _disposed;

    /// <summary>Creates an empty index.</summary>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="dimensions">Components of every vector, 1 to 65,536.</param>
    /// <param name="options">Links and breadths; null for the defaults.</param>
    /// <exception cref="VectorIndexException">Options are out of range.</exception>
    public HnswIndex(VectorMetric metric, int dimensions, HnswOptions? options = null)
        : this(NewState(metric, dimensions, options ?? new HnswOptions()), options ?? new HnswOptions())
    {
    }

    private HnswIndex(HnswState state, HnswOptions options, MappedFile? file = null)
    {
        (_state, Options, _file) = (state, options, file);
        _pool = new ScratchPool(state.Table.Stride, CodeTable.StrideOf(state.Table.Dimensions));
    }

    /// <summary>The options the index was made with.</summary>
    public HnswOptions Options { get; }

    /// <inheritdoc/>
    public VectorMetric Metric => _state.Table.Metric;

    /// <inheritdoc/>
    public int Dimensions => _state.Table.Dimensions;

    /// <inheritdoc/>
    public int Count => _state.Table.LiveCount;

    /// <summary>Removed and replaced vectors that <see cref="Compact"/> would clear away.</summary>
    public int DeadCount => _state is var state ? state.Table.Count - state.Table.LiveCount : 0;

    /// <inheritdoc/>
    public long SizeBytes => _state.SizeBytes;

    /// <summary>Opens a file written by <see cref="Save"/>; vectors and links stay in the mapped file until they are changed.</summary>
    /// <exception cref="VectorIndexException">The file is missing, damaged, cut short, or no HNSW index of this format.</exception>
    public static HnswIndex Load(string path)
    {
        IndexFileReader file = IndexFileReader.Open(path, IndexFileKind.Hnsw);
        return new HnswIndex(file.State(), file.Header.Options, file.File);
    }

    /// <inheritdoc/>
    public bool Contains(int row)
    {
        HnswState state = Enter();
        bool found = state.Table.Find(row) >= 0;
        Leave(state);
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

        options ??= IndexWriteOptions.Default;
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (DeadCount > Count)
            {
                _state = Rebuilt(_state, options, cancellationToken);
            }

            int highest = System.Numerics.Tensors.TensorPrimitives.Max(rows);
            _state = Reserved(_state, rows.Length, highest + 1);
            Fill(_state, rows, new PackedVectors(vectors, Dimensions), options, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public bool Remove(int row)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _state.Table.Remove(row);
        }
    }

    /// <summary>Builds the graph of the present vectors anew, in the order of their rows; searches go on in the old one until it is done.</summary>
    public void Compact(IndexWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _state = Rebuilt(_state, options ?? IndexWriteOptions.Default, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores, IndexSearchOptions? options = null)
    {
        VectorChecks.Query(query, rows, scores, Dimensions);
        options ??= IndexSearchOptions.Default;
        int ef = Math.Max(options.EfSearch > 0 ? options.EfSearch : Options.EfSearch, rows.Length);
        HnswState state = Enter();
        try
        {
            SearchScratch scratch = _pool.Rent();
            state.Table.Prepare(query, scratch.Query.Pointer);
            new HnswQuery(state, scratch, options.Allowed, rows.Length, ef).Run();
            int found = ExactSearch.Answer(scratch.Top.Keys, rows, scores);
            _pool.Return(scratch);
            return found;
        }
        finally
        {
            Leave(state);
        }
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        lock (_write)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            IndexFileWriter.Write(path, IndexFileHeader.Of(_state, Options), _state.Table, _state.Links, _state.Codes);
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

    private static HnswState NewState(VectorMetric metric, int dimensions, HnswOptions options)
    {
        options.Validate();
        VectorChecks.Dimensions(dimensions);
        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric.");
        }

        return HnswState.Empty(metric, dimensions, options, 0, 0);
    }

    private HnswState Reserved(HnswState state, int added, int rows)
    {
        int slots = checked(state.Table.Count + added);
        long upper = state.Links.UpperUsed;
        for (int slot = state.Table.Count; slot < slots; slot++)
        {
            upper += LinkTable.UpperLength(Options.MaxLinks, LevelOf(slot));
        }

        return state.Reserve(slots, rows, checked((int)upper));
    }

    private HnswState Rebuilt(HnswState old, IndexWriteOptions options, CancellationToken cancellationToken)
    {
        int[] rows = old.Table.PresentRows();
        HnswState state = HnswState.Empty(Metric, Dimensions, Options, 0, 0);
        if (rows.Length > 0)
        {
            state = Reserved(state, rows.Length, rows[^1] + 1);
            Fill(state, rows, new StoredVectors(old.Table, rows), options, cancellationToken);
        }

        return state;
    }

    private void Fill(HnswState state, ReadOnlySpan<int> rows, IVectorSource source, IndexWriteOptions options, CancellationToken cancellationToken)
    {
        IGraphBuilder builder = Builder(state);
        int threads = ThreadCount.Resolve(options.Threads);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        new RandomStream(Options.Seed, (ulong)state.Table.Count << 32).Shuffle<int>(order);
        for (int done = 0; done < order.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int batch = Math.Min(Math.Clamp(done / BatchShare, 1, LargestBatch), order.Length - done);
            Insert(state, builder, rows, order.AsSpan(done, batch), source, threads);
            done += batch;
            options.Progress?.Report(new StageProgress("indexing vectors", (double)done / order.Length));
        }
    }

    private void Insert(HnswState state, IGraphBuilder builder, ReadOnlySpan<int> rows, ReadOnlySpan<int> batch, IVectorSource source, int threads)
    {
        int first = state.Table.Count;
        foreach (int i in batch)
        {
            int slot = state.Table.Append(rows[i], source[i]);
            state.Codes?.Encode(slot, state.Table.Vector(slot));
            state.Links.Append(slot, LevelOf(slot));
        }

        builder.Insert(first, batch.Length, threads);
        for (int slot = first; slot < first + batch.Length; slot++)
        {
            state.Table.Publish(slot);
        }
    }

    private IGraphBuilder Builder(HnswState state)
    {
        (VectorTable table, CodeTable? codes, LinkTable links) = state;
        if (codes is not null)
        {
            return new GraphBuilder<CodeScorer>(table, links, Options, _pool, new CodeScorer(codes, codes.Codes.Pointer));
        }

        return table.Metric == VectorMetric.Euclidean
            ? new GraphBuilder<EuclideanScorer>(table, links, Options, _pool, new EuclideanScorer(table, table.Vectors.Pointer))
            : new GraphBuilder<DotScorer>(table, links, Options, _pool, new DotScorer(table, table.Vectors.Pointer));
    }

    /// <summary>Algorithm 1, line 4: level = ⌊−ln(uniform) / ln M⌋, drawn from the seed and the slot alone.</summary>
    private int LevelOf(int slot)
    {
        double uniform = 1 - new RandomStream(Options.Seed, (ulong)slot).NextDouble();
        return Math.Min((int)(-Math.Log(uniform) / Math.Log(Options.MaxLinks)), HighestLevel);
    }

    /// <summary>What a reader reads; it stays mapped until the reader leaves it.</summary>
    private HnswState Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _file?.Enter();
        return _state;
    }

    private void Leave(HnswState state)
    {
        _file?.Leave();
        GC.KeepAlive(state);
    }
}
