using Kindred.Domain;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Recommend;

/// <summary>Search by words as they stand: BM25. <see cref="WordSearch"/> knows more of spelling and of titles.</summary>
public sealed class KeywordSearch : IScaledSearch
{
    private readonly Bm25Index _index;
    private readonly int _threads;

    /// <summary>Wraps an index.</summary>
    /// <param name="index">The index; row r is the r-th product.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    public KeywordSearch(Bm25Index index, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(index);
        (_index, _threads) = (index, ThreadCount.Resolve(threads));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var answers = new ScoredList[queries.Count];
        Parallel.For(0, answers.Length, Options(cancellation), q => answers[q] = _index.Search(queries[q], k));
        return answers;
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        var scores = new float[queries.Count][];
        Parallel.For(0, scores.Length, Options(cancellation), q => scores[q] = _index.Score(queries[q], candidates[q]));
        return scores;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IScaledScores> Ask(IReadOnlyList<string> queries, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return [.. queries.Select(q => new Scores(_index, _index.Read(q)))];
    }

    /// <summary>Holds nothing that has to be let go.</summary>
    public void Dispose()
    {
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };

    // Scores as shares of the highest one that the query could have: 1 would be a product with all of its words, each standing there without end.
    private sealed class Scores(Bm25Index index, Bm25Query query) : IScaledScores
    {
        public int[] Best(int k) => index.Search(query, k).Rows.ToArray();

        public float[] Score(int[] rows) => query.Highest > 0 ? [.. index.Score(query, rows).Select(s => (float)(s / query.Highest))] : new float[rows.Length];
    }
}
