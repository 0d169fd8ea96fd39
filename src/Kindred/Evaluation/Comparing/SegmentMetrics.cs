namespace Kindred.Evaluation;

/// <summary>Metrics by segment of products, customers and categories.</summary>
internal static class SegmentMetrics
{
    /// <summary>A query with fewer products is a new customer's.</summary>
    public const int NewBelow = 5;

    /// <summary>Computes all segments that have cases, by name.</summary>
    public static IReadOnlyDictionary<string, SegmentResult> Compute(EvaluationTask task, RankedCases ranked, RankingMetrics metrics, EvaluationOptions options)
    {
        string[] sales = ProductSegments.Of(task.Train);
        var segments = new SortedDictionary<string, List<float[]>>(StringComparer.Ordinal);
        for (int i = 0; i < task.Cases.Count; i++)
        {
            foreach ((string segment, int[] ranks) in Parts(task, task.Cases[i], ranked.Ranks[i], sales))
            {
                var values = new float[metrics.Names.Count];
                metrics.Compute(ranks, ranked.Candidates[i], values);
                segments.TryAdd(segment, []);
                segments[segment].Add(values);
            }
        }

        return segments.ToDictionary(s => s.Key, s => Result(s.Value, metrics, options));
    }

    // The ranks of a case's relevant products in each segment it belongs to.
    private static IEnumerable<(string Segment, int[] Ranks)> Parts(EvaluationTask task, EvaluationCase question, int[] ranks, string[] sales)
    {
        var byItem = question.Relevant.Zip(ranks).ToArray();
        yield return (ProfileSize(question) < NewBelow ? "customer:new" : "customer:regular", [.. ranks.Order()]);
        foreach (var part in byItem.GroupBy(p => sales[p.First]))
        {
            yield return ($"product:{part.Key}", [.. part.Select(p => p.Second).Order()]);
        }

        foreach (var part in byItem.Where(_ => task.Categories is not null).GroupBy(p => task.Categories![p.First]).Where(g => g.Key is not null))
        {
            yield return ($"category:{part.Key}", [.. part.Select(p => p.Second).Order()]);
        }
    }

    private static SegmentResult Result(List<float[]> cases, RankingMetrics metrics, EvaluationOptions options)
    {
        float[][] values = [.. metrics.Names.Select((_, m) => cases.Select(c => c[m]).ToArray())];
        double[][] samples = BootstrapMeans.Draw(values, options.BootstrapSamples, options.Seed, options.Threads);
        return new SegmentResult(
            cases.Count,
            metrics.Names.Select((name, m) => KeyValuePair.Create(name, values[m].Average(v => (double)v))).ToDictionary(),
            metrics.Names.Select((name, m) => KeyValuePair.Create(name, BootstrapMeans.Percentile(samples[m], options.Confidence))).ToDictionary());
    }

    private static int ProfileSize(EvaluationCase question) => question.Query.History.Length + question.Query.Basket.Length;
}
