using Kindred.Domain;

namespace Kindred.Index;

/// <summary>Vectors under product rows, and the rows whose vectors are most alike to a query.</summary>
/// <remarks>
/// Thread-safe: searches take no lock and may run while rows are set, removed, compacted or saved; writers wait for each other. A search sees
/// every change that was complete when it began, may or may not see one that runs beside it, and gives no row twice.
/// Disposing lets go of the file that a loaded index is mapped from, as soon as the searches that are under way have ended; every call after
/// that throws <see cref="ObjectDisposedException"/>. An index that is not disposed lets go of its file when nothing refers to it any more.
/// </remarks>
public interface IVectorIndex : IDisposable
{
    /// <summary>How two vectors are compared.</summary>
    VectorMetric Metric { get; }

    /// <summary>Components of every vector.</summary>
    int Dimensions { get; }

    /// <summary>Number of rows that have a vector.</summary>
    int Count { get; }

    /// <summary>Bytes of memory (or mapped file) held for vectors and links, room for growth included.</summary>
    long SizeBytes { get; }

    /// <summary>Whether the row has a vector.</summary>
    bool Contains(int row);

    /// <summary>Adds or replaces vectors.</summary>
    /// <param name="rows">Rows, 0 or more, each at most once.</param>
    /// <param name="vectors">Row-major: component j of the vector of <c>rows[i]</c> is element i × <see cref="Dimensions"/> + j.</param>
    /// <param name="options">Threads and progress; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work early; the rows done by then stay, the index is whole.</param>
    /// <exception cref="VectorIndexException">A component is not finite; nothing has been changed.</exception>
    /// <exception cref="ArgumentException">The lengths do not fit, a row is negative or comes twice; nothing has been changed.</exception>
    void Set(ReadOnlySpan<int> rows, ReadOnlyMemory<float> vectors, IndexWriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes the vector of a row; false where it had none.</summary>
    bool Remove(int row);

    /// <summary>Gives back the room of removed and replaced vectors.</summary>
    void Compact(IndexWriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the rows most alike to a query, best first, equal scores by rising row, without allocating.</summary>
    /// <remarks>Made for up to some thousand rows wanted: beyond, time grows with the square of that number.</remarks>
    /// <param name="query">As many finite components as <see cref="Dimensions"/>.</param>
    /// <param name="rows">Receives the rows; its length is the number wanted.</param>
    /// <param name="scores">Receives the exact scores; as long as <paramref name="rows"/>.</param>
    /// <param name="options">Filter and search effort; null for the defaults.</param>
    /// <returns>How many were found, at most the number of (allowed) rows in the index.</returns>
    /// <exception cref="VectorIndexException">A component of the query is not finite.</exception>
    /// <exception cref="ArgumentException">The query or the spans have the wrong length.</exception>
    int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores, IndexSearchOptions? options = null);

    /// <summary>Writes the index to a file that is replaced as a whole; see docs/index.md for its format.</summary>
    void Save(string path);
}

/// <summary>How one writing call goes.</summary>
public sealed record IndexWriteOptions
{
    /// <summary>The default: all cores, no progress.</summary>
    public static IndexWriteOptions Default { get; } = new();

    /// <summary>Most threads; 0, the default, means one a core. The outcome does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Receives progress; null, the default, for none.</summary>
    public IProgress<StageProgress>? Progress { get; init; }
}

/// <summary>How one search goes.</summary>
public sealed record IndexSearchOptions
{
    /// <summary>The default: all rows, the index's own breadth.</summary>
    public static IndexSearchOptions Default { get; } = new();

    /// <summary>Only these rows may be answered; null, the default, means all.</summary>
    public RowSet? Allowed { get; init; }

    /// <summary>Breadth of the search (ef), raised to the number of rows wanted; 0, the default, means the index's own. Flat indexes ignore it.</summary>
    public int EfSearch { get; init; }
}

/// <summary>The short forms of the index's calls.</summary>
public static class VectorIndexExtensions
{
    /// <summary>Adds or replaces the vector of one row.</summary>
    public static void Set(this IVectorIndex index, int row, ReadOnlyMemory<float> vector)
    {
        ArgumentNullException.ThrowIfNull(index);
        index.Set([row], vector);
    }

    /// <summary>Adds or replaces the vectors of the rows 0 to n − 1, row-major.</summary>
    public static void SetAll(this IVectorIndex index, ReadOnlyMemory<float> vectors, IndexWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        int[] rows = [.. Enumerable.Range(0, vectors.Length / index.Dimensions)];
        index.Set(rows, vectors, options, cancellationToken);
    }

    /// <summary>Finds the <paramref name="count"/> rows most alike to a query, best first.</summary>
    public static ScoredList Search(this IVectorIndex index, ReadOnlySpan<float> query, int count, IndexSearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, index.Count);
        var rows = new int[count];
        var scores = new float[count];
        int found = index.Search(query, rows, scores, options);
        return new ScoredList(rows[..found], scores[..found]);
    }
}
