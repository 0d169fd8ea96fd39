using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Recommend;

/// <summary>Lets a pair scorer put the best answers of another search in a new order; what stands below them keeps its place behind them.</summary>
/// <remarks>
/// A product's score is the weighted mean of the score that proposed it and of the probability that the pair scorer gives it (interpolation: Lin, Nogueira &amp; Yates,
/// "Pretrained Transformers for Text Ranking", 2021, section 3.2.2). A small scorer that read some thousand judgments knows less of words than BM25 does: alone
/// it can be worse than the search it is to improve.
/// </remarks>
public sealed class RerankedSearch : IProductSearch
{
    private readonly IProductSearch _first;
    private readonly IPairScorer _scorer;
    private readonly IReadOnlyList<string> _texts;
    private readonly RerankOptions _options;

    /// <summary>Puts a scorer behind a search; both are let go with this one.</summary>
    /// <param name="first">Proposes products; its scores are about 0 to 1, as those of <see cref="HybridSearch"/> are.</param>
    /// <param name="scorer">Judges the proposals in log-odds.</param>
    /// <param name="texts">The text of each row.</param>
    /// <param name="options">Null for the defaults.</param>
    public RerankedSearch(IProductSearch first, IPairScorer scorer, IReadOnlyList<string> texts, RerankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new RerankOptions();
        ModelOptions.Validate(options);
        (_first, _scorer, _texts, _options) = (first, scorer, texts, options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        IReadOnlyList<ScoredList> proposals = _first.Search(queries, Math.Max(k, _options.Depth), cancellation);
        return [.. proposals.Select((p, q) => Reorder(queries[q], p, k, cancellation))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        IReadOnlyList<float[]> first = _first.Score(queries, candidates, cancellation);
        return [.. candidates.Select((rows, q) => ScoreRows(queries[q], rows, first[q], cancellation))];
    }

    /// <summary>Lets the search and the scorer go.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _scorer.Dispose();
    }

    private float[] ScoreRows(string query, int[] rows, ReadOnlySpan<float> first, CancellationToken cancellation)
    {
        float[] scores = rows.Length == 0 ? [] : _scorer.Score([.. rows.Select(_ => query)], [.. rows.Select(row => _texts[row])], cancellation);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)((_options.First * first[i]) + ((1 - _options.First) / (1 + Math.Exp(-scores[i]))));
        }

        return scores;
    }

    private ScoredList Reorder(string query, ScoredList proposals, int k, CancellationToken cancellation)
    {
        int judged = Math.Min(_options.Depth, proposals.Count);
        int[] rows = proposals.Rows.ToArray();
        float[] scores = ScoreRows(query, rows[..judged], proposals.Scores[..judged], cancellation);
        var top = new TopK(judged);
        for (int i = 0; i < judged; i++)
        {
            top.Add(rows[i], scores[i]);
        }

        ScoredList order = top.Drain();
        // Below the judged ones scores go on falling from the last of them, so that the list stays in order.
        float last = order.Count > 0 ? order.Scores[^1] : 0;
        int[] joined = [.. order.Rows, .. rows[order.Count..]];
        float[] falling = [.. order.Scores, .. rows[order.Count..].Select((_, i) => last - i - 1)];
        int count = Math.Min(k, joined.Length);
        return new ScoredList(joined[..count], falling[..count]);
    }
}
