namespace Kindred.Evaluation;

/// <summary>Metrics of one ranking from the ranks of its relevant products.</summary>
/// <remarks>
/// Ranks start at 0; R = relevant products, k = list length, h = relevant products with rank below k. recall = h / R (as in LightGCN), hit = 1 if
/// h > 0, precision = h / k, f1 = their harmonic mean, ndcg = Σ 1/log₂(rank + 2) over the hits ÷ the same sum for min(k, R) hits at the top
/// (Järvelin &amp; Kekäläinen, 2002, binary), mrr = 1 / (first rank + 1) if below k, map = Σ over hits of (hits so far) / (rank + 1) ÷ min(k, R),
/// auc = share of (relevant, other candidate) pairs in the right order over the whole ranking.
/// </remarks>
public sealed class RankingMetrics
{
    private static readonly string[] PerCutoff = ["recall", "hit", "precision", "f1", "ndcg", "mrr", "map"];
    private readonly int[] _cutoffs;

    /// <summary>Metrics at the given list lengths.</summary>
    public RankingMetrics(IReadOnlyList<int> cutoffs)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        _cutoffs = [.. cutoffs];
        Names = [.. _cutoffs.SelectMany(k => PerCutoff.Select(name => $"{name}@{k}")), "auc"];
    }

    /// <summary>What the metrics mean, to print beside them.</summary>
    public static string Definition =>
        "recall@k = hits / relevant products of the case; ndcg@k has binary gains, its ideal list min(k, relevant) hits; map@k divides by min(k, relevant); "
        + "precision@k divides by k; every candidate is ranked, ties by product row; means over all cases.";

    /// <summary>The names, in the order of the values.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Computes all metrics of one ranking.</summary>
    /// <param name="ranks">Ranks of the relevant products, ascending, from 0; not empty.</param>
    /// <param name="candidates">Number of ranked products.</param>
    /// <param name="values">Receives one value for each of <see cref="Names"/>.</param>
    public void Compute(ReadOnlySpan<int> ranks, int candidates, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ranks.Length, nameof(ranks));
        int at = 0;
        foreach (int k in _cutoffs)
        {
            AtCutoff(ranks, k, values.Slice(at, PerCutoff.Length));
            at += PerCutoff.Length;
        }

        values[at] = Auc(ranks, candidates);
    }

    private static void AtCutoff(ReadOnlySpan<int> ranks, int k, Span<float> values)
    {
        int hits = 0;
        double gain = 0;
        double precisions = 0;
        while (hits < ranks.Length && ranks[hits] < k)
        {
            gain += 1 / Math.Log2(ranks[hits] + 2);
            hits++;
            precisions += (double)hits / (ranks[hits - 1] + 1);
        }

        double recall = (double)hits / ranks.Length;
        double precision = (double)hits / k;
        int ideal = Math.Min(k, ranks.Length);
        values[0] = (float)recall;
        values[1] = hits > 0 ? 1 : 0;
        values[2] = (float)precision;
        values[3] = hits > 0 ? (float)(2 * precision * recall / (precision + recall)) : 0;
        values[4] = (float)(gain / IdealGain(ideal));
        values[5] = hits > 0 ? 1f / (ranks[0] + 1) : 0;
        values[6] = (float)(precisions / ideal);
    }

    private static double IdealGain(int hits)
    {
        double gain = 0;
        for (int rank = 0; rank < hits; rank++)
        {
            gain += 1 / Math.Log2(rank + 2);
        }

        return gain;
    }

    // A relevant product at rank r, the i-th relevant one, has r − i others before it. No others means nothing to confuse it with: 1.
    private static float Auc(ReadOnlySpan<int> ranks, int candidates)
    {
        double others = candidates - ranks.Length;
        if (others <= 0)
        {
            return 1;
        }

        double before = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            before += ranks[i] - i;
        }

        return (float)(1 - (before / (others * ranks.Length)));
    }
}
