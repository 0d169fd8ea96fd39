using Kindred.Domain;
using Kindred.Recommend;

namespace Kindred.Evaluation;

/// <summary>Judges searches: every method answers every query, means over the queries with bootstrap intervals over the same samples of queries.</summary>
public static class RetrievalEvaluator
{
    /// <summary>Judges methods one after the other.</summary>
    /// <param name="task">Products and judged queries.</param>
    /// <param name="methods">The searches.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KindredDataException">No query has a relevant product.</exception>
    public static IReadOnlyList<RetrievalResult> Evaluate(
        RetrievalTask task, IReadOnlyList<RetrievalMethod> methods, RetrievalOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(methods);
        options ??= new RetrievalOptions();
        options.Validate();
        RetrievalQuery[] queries = [.. task.Queries.Where(q => q.Relevance.Any(r => r > 0))];
        return queries.Length > 0
            ? [.. methods.Select(m => Judge(task, queries, m, options, cancellation))]
            : throw new KindredDataException("No query has a product with a relevance above 0: there is nothing to measure. Check the column relevance of the judgments.");
    }

    private static RetrievalResult Judge(RetrievalTask task, RetrievalQuery[] queries, RetrievalMethod method, RetrievalOptions options, CancellationToken cancellation)
    {
        (IProductSearch search, double building) = ResourceMeter.Time(() => method.Build(task, options.Progress, cancellation));
        using (search)
        {
            options.Progress?.Report(new StageProgress($"asking {method.Name}", null, $"{queries.Length:N0} queries"));
            string[] texts = [.. queries.Select(q => q.Text)];
            var metrics = new Dictionary<string, double>();
            var intervals = new Dictionary<string, Interval>();
            double searching;
            IReadOnlyList<int[]> rankings;
            if (options.JudgedOnly)
            {
                (IReadOnlyList<float[]> scores, searching) = ResourceMeter.Time(() => search.Score(texts, [.. queries.Select(q => q.Rows)], cancellation));
                rankings = [.. queries.Select((q, i) => Rank(q, scores[i]))];
                AddError(metrics, intervals, RelevanceError.Squared(queries, scores, options.Seed), options);
            }
            else
            {
                (IReadOnlyList<ScoredList> answers, searching) = ResourceMeter.Time(() => search.Search(texts, RetrievalMetrics.RecallDepth, cancellation));
                rankings = [.. answers.Select(a => a.Rows.ToArray())];
            }

            AddMeans(metrics, intervals, [.. queries.Select((q, i) => RetrievalMetrics.Compute(rankings[i], q))], options);
            return new RetrievalResult(method.Name, metrics, intervals, new Dictionary<string, double> { ["index"] = building, ["search"] = searching });
        }
    }

    // Judged products of equal score stand in the order of their rows, as everywhere.
    private static int[] Rank(RetrievalQuery query, float[] scores) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => query.Rows[i]).Select(i => query.Rows[i])];

    private static void AddMeans(Dictionary<string, double> metrics, Dictionary<string, Interval> intervals, float[][] values, RetrievalOptions options)
    {
        float[][] byMetric = [.. Enumerable.Range(0, RetrievalMetrics.Names.Length).Select(m => values.Select(v => v[m]).ToArray())];
        double[][] means = BootstrapMeans.Draw(byMetric, options.Samples, options.Seed, options.Threads);
        for (int m = 0; m < byMetric.Length; m++)
        {
            metrics[RetrievalMetrics.Names[m]] = byMetric[m].Average(v => (double)v);
            intervals[RetrievalMetrics.Names[m]] = BootstrapMeans.Percentile(means[m], options.Confidence);
        }
    }

    private static void AddError(Dictionary<string, double> metrics, Dictionary<string, Interval> intervals, (double Sum, int Count)[] errors, RetrievalOptions options)
    {
        double[][] means = BootstrapMeans.Draw([[.. errors.Select(e => (float)e.Sum)], [.. errors.Select(e => (float)e.Count)]], options.Samples, options.Seed, options.Threads);
        metrics[RelevanceError.Name] = Math.Sqrt(errors.Sum(e => e.Sum) / errors.Sum(e => e.Count));
        intervals[RelevanceError.Name] = BootstrapMeans.Percentile([.. means[0].Zip(means[1], (sum, count) => Math.Sqrt(sum / count))], options.Confidence);
    }
}
