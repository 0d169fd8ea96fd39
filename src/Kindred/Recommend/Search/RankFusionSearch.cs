using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Recommend;

/// <summary>Joins the answers of several searches by reciprocal-rank fusion: score(row) = Σ over searches of weight / (constant + rank).</summary>
/// <remarks>
/// Cormack, Clarke &amp; Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods" (SIGIR 2009); the weights are
/// our addition, all 1 in the paper. A row that a search does not answer gets nothing from it.
/// </remarks>
public sealed class RankFusionSearch : IProductSearch
{
    private readonly (IProductSearch Search, double Weight)[] _parts;
    private readonly RankFusionOptions _options;

    /// <summary>Joins searches over the same products.</summary>
    /// <param name="parts">At least one search, each with its weight above 0; let go with this one.</param>
    /// <param name="options">Null for the defaults.</param>
    public RankFusionSearch(IReadOnlyList<(IProductSearch Search, double Weight)> parts, RankFusionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _options = options ?? new RankFusionOptions();
        ModelOptions.Validate(_options);
        if (parts.Count == 0 || parts.Any(p => !(p.Weight > 0)))
        {
            throw new ArgumentException("A fused search joins at least one search, each with a weight above 0.", nameof(parts));
        }

        _parts = [.. parts];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        int depth = Math.Max(k, _options.Depth);
        IReadOnlyList<ScoredList>[] answers = [.. _parts.Select(p => p.Search.Search(queries, depth, cancellation))];
        return [.. Enumerable.Range(0, queries.Count).Select(q => Fuse([.. answers.Select(a => a[q])], k))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        IReadOnlyList<float[]>[] scores = [.. _parts.Select(p => p.Search.Score(queries, candidates, cancellation))];
        var fused = new float[candidates.Count][];
        for (int q = 0; q < fused.Length; q++)
        {
            // Positions among the candidates stand in for rows; those that a search gives nothing are not in its answer.
            ScoredList[] answers = [.. scores.Select(s => Ranked(s[q]))];
            fused[q] = new float[candidates[q].Length];
            ScoredList order = Fuse(answers, fused[q].Length);
            for (int i = 0; i < order.Count; i++)
            {
                fused[q][order.Rows[i]] = order.Scores[i];
            }
        }

        return fused;
    }

    /// <summary>Lets the joined searches go.</summary>
    public void Dispose()
    {
        foreach ((IProductSearch search, double _) in _parts)
        {
            search.Dispose();
        }
    }

    private static ScoredList Ranked(float[] scores)
    {
        ScoredList all = TopK.Select(scores, scores.Length);
        int answered = all.Scores.IndexOf(0f) is >= 0 and int zero && scores.All(s => s >= 0) ? zero : all.Count;
        return new ScoredList([.. all.Rows[..answered]], [.. all.Scores[..answered]]);
    }

    private ScoredList Fuse(ScoredList[] answers, int k)
    {
        var sums = new Dictionary<int, double>();
        for (int p = 0; p < answers.Length; p++)
        {
            for (int rank = 0; rank < answers[p].Count; rank++)
            {
                int row = answers[p].Rows[rank];
                sums[row] = sums.GetValueOrDefault(row) + (_parts[p].Weight / (_options.RankConstant + rank + 1));
            }
        }

        var top = new TopK(Math.Min(k, sums.Count));
        foreach ((int row, double score) in sums)
        {
            top.Add(row, (float)score);
        }

        return top.Drain();
    }
}
