namespace Kindred.Evaluation;

/// <summary>Metrics by segment of products, customers and categories.</summary>
internal static class SegmentMetrics
{
    /// <summary>A query with fewer products is a new customer's.</summary>
    public const int NewBelow = 5;

    /// <summary>Computes all segments that have cases, in a fixed order.</summary>
    public static IReadOnlyDictionary<string, SegmentResult> Compute(EvaluationTask task, RankedCases ranked, RankingMetrics metrics)
    {
        string[] sales = ProductSegments.Of(task.Train);
        var results = new SortedDictionary<string, SegmentResult>(StringComparer.Ordinal);
        foreach (string segment in new[] { "head", "torso", "tail", "cold" })
        {
            Add(results, $"product:{segment}", task, ranked, metrics, (_, item) => sales[item] == segment);
        }

        Add(results, "customer:new", task, ranked, metrics, (question, _) => ProfileSize(question) < NewBelow);
        Add(results, "customer:regular", task, ranked, metrics, (question, _) => ProfileSize(question) >= NewBelow);
        foreach (string category in (task.Categories ?? []).OfType<string>().Distinct())
        {
            Add(results, $"category:{category}", task, ranked, metrics, (_, item) => task.Categories![item] == category);
        }

        return results;
    }

    private static int ProfileSize(EvaluationCase question) => question.Query.History.Length + question.Query.Basket.Length;

    private static void Add(
        SortedDictionary<string, SegmentResult> results, string name, EvaluationTask task, RankedCases ranked, RankingMetrics metrics,
        Func<EvaluationCase, int, bool> belongs)
    {
        var values = new float[metrics.Names.Count];
        var sums = new double[values.Length];
        int cases = 0;
        for (int i = 0; i < task.Cases.Count; i++)
        {
            EvaluationCase question = task.Cases[i];
            int[] ranks = [.. question.Relevant.Zip(ranked.Ranks[i]).Where(p => belongs(question, p.First)).Select(p => p.Second).Order()];
            if (ranks.Length == 0)
            {
                continue;
            }

            metrics.Compute(ranks, ranked.Candidates[i], values);
            cases++;
            for (int m = 0; m < sums.Length; m++)
            {
                sums[m] += values[m];
            }
        }

        if (cases > 0)
        {
            results.Add(name, new SegmentResult(cases, metrics.Names.Zip(sums).ToDictionary(p => p.First, p => p.Second / cases)));
        }
    }
}
