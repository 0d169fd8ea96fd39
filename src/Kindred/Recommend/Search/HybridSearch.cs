using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Recommend;

/// <summary>Search by words and by meaning at once: the weighted mean of both scores, over the products that either proposes.</summary>
/// <remarks>
/// The convex combination of Bruch, Gai &amp; Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (TOIS 2023), section 4; they find it better than fusing ranks.
/// Our scales differ from theirs: the score by words is its share of the highest score the query could have, so words that no product has leave more of the say to
/// meaning; the score by meaning counts in standard deviations of the query's cosines.
/// </remarks>
public sealed class HybridSearch : IProductSearch
{
    private readonly IScaledSearch _words;
    private readonly IScaledSearch _meaning;
    private readonly HybridOptions _options;
    private readonly int _threads;

    /// <summary>Joins two searches over the same products; both are let go with this one.</summary>
    /// <param name="words">Search by words.</param>
    /// <param name="meaning">Search by meaning.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    public HybridSearch(IScaledSearch words, IScaledSearch meaning, HybridOptions? options = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(meaning);
        options ??= new HybridOptions();
        ModelOptions.Validate(options);
        (_words, _meaning, _options, _threads) = (words, meaning, options, ThreadCount.Resolve(threads));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        int depth = Math.Max(k, _options.Depth);
        return Answer(queries, (_, words, meaning) => Blend(words, meaning, k, depth), cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Answer(queries, (query, words, meaning) => Mean(words, meaning, candidates[query]), cancellation);
    }

    /// <summary>Lets the joined searches go.</summary>
    public void Dispose()
    {
        _words.Dispose();
        _meaning.Dispose();
    }

    private T[] Answer<T>(IReadOnlyList<string> queries, Func<int, IScaledScores, IScaledScores, T> answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queries);
        IReadOnlyList<IScaledScores> words = _words.Ask(queries, cancellation);
        IReadOnlyList<IScaledScores> meaning = _meaning.Ask(queries, cancellation);
        var answers = new T[queries.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, answers.Length, parallel, q => answers[q] = answer(q, words[q], meaning[q]));
        return answers;
    }

    private ScoredList Blend(IScaledScores words, IScaledScores meaning, int k, int depth)
    {
        int[] proposed = [.. words.Best(depth).Union(meaning.Best(depth))];
        float[] scores = Mean(words, meaning, proposed);
        var top = new TopK(Math.Min(k, proposed.Length));
        for (int i = 0; i < proposed.Length; i++)
        {
            top.Add(proposed[i], scores[i]);
        }

        return top.Drain();
    }

    private float[] Mean(IScaledScores words, IScaledScores meaning, int[] rows) =>
        [.. words.Score(rows).Zip(meaning.Score(rows), (w, m) => (float)(((1 - _options.Meaning) * w) + (_options.Meaning * m)))];
}
