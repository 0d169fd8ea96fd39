using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Recommend;

/// <summary>Lets a pair scorer put the best answers of another search in a new order; what stands below them keeps its place behind them.</summary>
public sealed class RerankedSearch : IProductSearch
{
    private readonly IProductSearch _first;
    private readonly IPairScorer _scorer;
    private readonly IReadOnlyList<string> _texts;
    private readonly int _depth;

    /// <summary>Puts a scorer behind a search; both are let go with this one.</summary>
    /// <param name="first">Proposes products.</param>
    /// <param name="scorer">Judges the proposals.</param>
    /// <param name="texts">The text of each row.</param>
    /// <param name="depth">How many proposals of a query are judged, at least 1.</param>
    public RerankedSearch(IProductSearch first, IPairScorer scorer, IReadOnlyList<string> texts, int depth = 50)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        (_first, _scorer, _texts, _depth) = (first, scorer, texts, depth);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        IReadOnlyList<ScoredList> proposals = _first.Search(queries, Math.Max(k, _depth), cancellation);
        return [.. proposals.Select((p, q) => Reorder(queries[q], p, k, cancellation))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        return [.. candidates.Select((rows, q) => ScoreRows(queries[q], rows, cancellation))];
    }

    /// <summary>Lets the search and the scorer go.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _scorer.Dispose();
    }

    private float[] ScoreRows(string query, int[] rows, CancellationToken cancellation) =>
        rows.Length == 0 ? [] : _scorer.Score([.. rows.Select(_ => query)], [.. rows.Select(row => _texts[row])], cancellation);

    private ScoredList Reorder(string query, ScoredList proposals, int k, CancellationToken cancellation)
    {
        int judged = Math.Min(_depth, proposals.Count);
        int[] rows = proposals.Rows.ToArray();
        float[] scores = ScoreRows(query, rows[..judged], cancellation);
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
