using CsCheck;
using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation;

[Trait("kind", "kernel")]
public class RankingMetricsTests
{
    [Fact]
    public void Worked_by_hand()
    {
        // Relevant products at ranks 0, 2 and 7 of ten; list length 5 holds two of them.
        double ideal = 1 + (1 / Math.Log2(3)) + (1 / Math.Log2(4));
        Dictionary<string, double> values = Compute([0, 2, 7], candidates: 10, cutoff: 5);
        Assert.Equal(2.0 / 3, values["recall@5"], 1e-6);
        Assert.Equal(1, values["hit@5"]);
        Assert.Equal(0.4, values["precision@5"], 1e-6);
        Assert.Equal(0.5, values["f1@5"], 1e-6); // 2 · 0.4 · 2/3 / (0.4 + 2/3)
        Assert.Equal((1 + (1 / Math.Log2(4))) / ideal, values["ndcg@5"], 1e-6);
        Assert.Equal(1, values["mrr@5"]);
        Assert.Equal((1 + (2.0 / 3)) / 3, values["map@5"], 1e-6);
        // Of 3 · 7 pairs, 0, 1 and 5 others stand before the relevant ones.
        Assert.Equal(1 - (6.0 / 21), values["auc"], 1e-6);
    }

    [Fact]
    public void A_short_list_bounds_the_ideal()
    {
        Dictionary<string, double> values = Compute([0, 1, 2, 3], candidates: 100, cutoff: 2);
        Assert.Equal(0.5, values["recall@2"], 1e-6);
        Assert.Equal(1, values["ndcg@2"], 1e-6);
        Assert.Equal(1, values["map@2"], 1e-6);
        Assert.Equal(1, values["auc"], 1e-6);
    }

    [Fact]
    public void Nothing_found_is_zero() =>
        Assert.All(Compute([9], candidates: 10, cutoff: 5), metric => Assert.Equal(0, metric.Value));

    [Fact]
    public void Ranks_without_sorting_equal_ranks_by_sorting()
    {
        Gen<float> score = Gen.OneOf(Gen.Int[-2, 2].Select(i => (float)i), Gen.Const(float.NaN));
        score.Array[1, 70].Sample(scores =>
        {
            int[] order = [.. Enumerable.Range(0, scores.Length).Where(i => !float.IsNaN(scores[i])).OrderByDescending(i => scores[i]).ThenBy(i => i)];
            return Ranks.CandidateCount(scores) == order.Length
                && Enumerable.Range(0, scores.Length).All(i => Ranks.Of(scores, i) == (float.IsNaN(scores[i]) ? order.Length : Array.IndexOf(order, i)));
        });
    }

    [Fact]
    public void The_gini_coefficient_is_zero_when_even_and_near_one_when_one_takes_all()
    {
        Assert.Equal(0, ListMetrics.Gini([3, 3, 3]), 1e-12);
        Assert.Equal(2.0 / 3, ListMetrics.Gini([0, 9, 0]), 1e-12);
        Assert.Equal(0, ListMetrics.Gini([0, 0]));
    }

    private static Dictionary<string, double> Compute(int[] ranks, int candidates, int cutoff)
    {
        var metrics = new RankingMetrics([cutoff]);
        var values = new float[metrics.Names.Count];
        metrics.Compute(ranks, candidates, values);
        return metrics.Names.Zip(values).ToDictionary(p => p.First, p => (double)p.Second);
    }
}
