using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Recommend;

/// <summary>Search by words that reads misspelt queries and knows how titles are built: BM25 × (1 + head + pairs).</summary>
/// <remarks>
/// BM25 of the query as a <see cref="SpellingCorrector"/> reads it, as its share of the highest score that the query could have; more for titles whose product is one of
/// the query's words ("lawn mower with bag" is a mower, not a bag), and for titles in which neighbours of the query are neighbours (<see cref="WordSearchOptions"/>).
/// </remarks>
public sealed class WordSearch : IScaledSearch
{
    private readonly Bm25Index _index;
    private readonly SpellingCorrector? _spelling;
    private readonly WordSearchOptions _options;
    private readonly TitleHeads _heads;
    private readonly TitlePairs _pairs;
    private readonly int _threads;

    /// <summary>Reads titles.</summary>
    /// <param name="index">Indexes the products' texts; row r is the r-th product.</param>
    /// <param name="titles">The title of each product.</param>
    /// <param name="spelling">Reads the queries, for the same index; null to take them as they stand.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    public WordSearch(Bm25Index index, IReadOnlyList<string> titles, SpellingCorrector? spelling = null, WordSearchOptions? options = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(titles);
        ArgumentOutOfRangeException.ThrowIfNotEqual(titles.Count, index.DocumentCount);
        _options = options ?? new WordSearchOptions();
        ModelOptions.Validate(_options);
        (_index, _spelling, _threads) = (index, spelling, ThreadCount.Resolve(threads));
        (_heads, _pairs) = (TitleHeads.Read(index, titles), TitlePairs.Read(index, titles));
    }

    /// <summary>How the search reads a query.</summary>
    /// <param name="query">Any text.</param>
    public SpelledQuery Read(string query) => _spelling?.Read(query) ?? SpellingCorrector.AsWritten(_index, query);

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return Answer(queries, (_, scores) => scores.Search(k), cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Answer(queries, (query, scores) => scores.Score(candidates[query]), cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<IScaledScores> Ask(IReadOnlyList<string> queries, CancellationToken cancellation = default) => Answer(queries, (_, scores) => scores, cancellation);

    /// <summary>Holds nothing that has to be let go.</summary>
    public void Dispose()
    {
    }

    private T[] Answer<T>(IReadOnlyList<string> queries, Func<int, Scores, T> answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var answers = new T[queries.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, answers.Length, parallel, q =>
        {
            SpelledQuery read = Read(queries[q]);
            answers[q] = answer(q, new Scores(this, read.Query, TitleQuery.Read(_index, read.Text)));
        });
        return answers;
    }

    private sealed class Scores(WordSearch search, Bm25Query query, TitleQuery title) : IScaledScores
    {
        public int[] Best(int k) => Search(k).Rows.ToArray();

        public float[] Score(int[] rows) => query.Highest > 0 ? [.. search._index.Score(query, rows).Zip(rows, Scaled)] : new float[rows.Length];

        public ScoredList Search(int k)
        {
            ScoredList proposed = search._index.Search(query, Math.Max(k, search._options.Depth));
            var top = new TopK(Math.Min(k, proposed.Count));
            for (int i = 0; i < proposed.Count; i++)
            {
                top.Add(proposed.Rows[i], Scaled(proposed.Scores[i], proposed.Rows[i]));
            }

            return top.Drain();
        }

        private float Scaled(float score, int row) => score == 0 ? 0
            : (float)(score / query.Highest * (1 + (search._options.Head * search._heads.Match(row, title.Terms)) + (search._options.Pairs * search._pairs.Share(row, title))));
    }
}
