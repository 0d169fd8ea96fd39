using Kindred.Domain;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Recommend;

/// <summary>Search by words: BM25.</summary>
public sealed class KeywordSearch : IProductSearch
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
        Parallel.For(0, scores.Length, Options(cancellation), q =>
        {
            var all = new float[_index.DocumentCount];
            _index.ScoreAll(queries[q], all);
            scores[q] = [.. candidates[q].Select(row => all[row])];
        });
        return scores;
    }

    /// <summary>Holds nothing that has to be let go.</summary>
    public void Dispose()
    {
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
}
