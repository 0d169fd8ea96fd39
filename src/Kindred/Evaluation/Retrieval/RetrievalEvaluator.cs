using Kindred.Domain;
using Kindred.Recommend;

namespace Kindred.Evaluation;

/// <summary>Judges searches: every method answers every query, means over the queries with bootstrap intervals over the same samples of queries.</summary>
public static class RetrievalEvaluator
{
    // So that a slow search tells how far it is; searches that read vectors or postings lose nothing at this size.
    private const int QueriesAtOnce = 256;

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
        if (queries.Length == 0)
        {
            throw new KindredDataException("No query has a product with a relevance above 0: there is nothing to measure. Check the column relevance of the judgments.");
        }

        Judgment[] judgments = [.. methods.Select(m => Judge(task, queries, m, options, cancellation))];
        return [.. judgments.Select((j, i) => new RetrievalResult(
            methods[i].Name, j.Means, Intervals(j.Samples, options), j.Seconds, i == 0 ? new Dictionary<string, Interval>() : Intervals(Differences(j, judgments[0]), options)))];
    }

    private static Dictionary<string, Interval> Intervals(IReadOnlyDictionary<string, double[]> samples, RetrievalOptions options) =>
        samples.ToDictionary(s => s.Key, s => BootstrapMeans.Percentile(s.Value, options.Confidence));

    private static Dictionary<string, double[]> Differences(Judgment one, Judgment other) =>
        one.Samples.ToDictionary(s => s.Key, s => s.Value.Zip(other.Samples[s.Key], (a, b) => a - b).ToArray());

    private static Judgment Judge(RetrievalTask task, RetrievalQuery[] queries, RetrievalMethod method, RetrievalOptions options, CancellationToken cancellation)
    {
        (IProductSearch search, double building) = ResourceMeter.Time(() => method.Build(task, options.Progress, cancellation));
        using (search)
        {
            var judgment = new Judgment([], [], []);
            double searching;
            IReadOnlyList<int[]> rankings;
            if (options.JudgedOnly)
            {
                (IReadOnlyList<float[]> scores, searching) = ResourceMeter.Time(
                    () => Ask(method.Name, queries, options, asked => search.Score([.. asked.Select(q => q.Text)], [.. asked.Select(q => q.Rows)], cancellation)));
                rankings = [.. queries.Select((q, i) => Rank(q, scores[i]))];
                AddError(judgment, RelevanceError.Squared(queries, scores, options.Seed), options);
            }
            else
            {
                (IReadOnlyList<ScoredList> answers, searching) = ResourceMeter.Time(
                    () => Ask(method.Name, queries, options, asked => search.Search([.. asked.Select(q => q.Text)], RetrievalMetrics.RecallDepth, cancellation)));
                rankings = [.. answers.Select(a => a.Rows.ToArray())];
            }

            AddMeans(judgment, [.. queries.Select((q, i) => RetrievalMetrics.Compute(rankings[i], q))], options);
            (judgment.Seconds["index"], judgment.Seconds["search"]) = (building, searching);
            return judgment;
        }
    }

    private static List<T> Ask<T>(string method, RetrievalQuery[] queries, RetrievalOptions options, Func<RetrievalQuery[], IReadOnlyList<T>> ask)
    {
        var answers = new List<T>(queries.Length);
        foreach (RetrievalQuery[] asked in queries.Chunk(QueriesAtOnce))
        {
            options.Progress?.Report(new StageProgress($"asking {method}", (double)answers.Count / queries.Length, $"{answers.Count:N0} of {queries.Length:N0} queries"));
            answers.AddRange(ask(asked));
        }

        return answers;
    }

    // Judged products of equal score stand in the order of their rows, as everywhere.
    private static int[] Rank(RetrievalQuery query, float[] scores) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => query.Rows[i]).Select(i => query.Rows[i])];

    private static void AddMeans(Judgment judgment, float[][] values, RetrievalOptions options)
    {
        string[] names = options.JudgedOnly ? RetrievalMetrics.JudgedNames : RetrievalMetrics.Names;
        float[][] byMetric = [.. Enumerable.Range(0, names.Length).Select(m => values.Select(v => v[m]).ToArray())];
        double[][] means = BootstrapMeans.Draw(byMetric, options.Samples, options.Seed, options.Threads);
        for (int m = 0; m < byMetric.Length; m++)
        {
            judgment.Means[names[m]] = byMetric[m].Average(v => (double)v);
            judgment.Samples[names[m]] = means[m];
        }
    }

    private static void AddError(Judgment judgment, (double Sum, int Count)[] errors, RetrievalOptions options)
    {
        // Of a single query nothing can be predicted from others.
        if (errors.All(e => e.Count == 0))
        {
            return;
        }

        double[][] means = BootstrapMeans.Draw([[.. errors.Select(e => (float)e.Sum)], [.. errors.Select(e => (float)e.Count)]], options.Samples, options.Seed, options.Threads);
        judgment.Means[RelevanceError.Name] = Math.Sqrt(errors.Sum(e => e.Sum) / errors.Sum(e => e.Count));
        judgment.Samples[RelevanceError.Name] = [.. means[0].Zip(means[1], (sum, count) => Math.Sqrt(sum / count))];
    }

    // Means, their bootstrap samples (the same samples of queries for every method) and seconds, by name.
    private sealed record Judgment(Dictionary<string, double> Means, Dictionary<string, double[]> Samples, Dictionary<string, double> Seconds);
}
