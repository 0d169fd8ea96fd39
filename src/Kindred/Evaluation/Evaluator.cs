using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Trains models on a task, asks them all of its cases and compares them. Always the full ranking: no negatives are sampled.</summary>
public static class Evaluator
{
    /// <summary>Trains and judges models on one task.</summary>
    /// <param name="task">Training data and cases.</param>
    /// <param name="models">What to train, in the order of the table.</param>
    /// <param name="options">List lengths, seed, threads.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <exception cref="Kindred.Domain.KindredDataException">An option is not allowed, or a model cannot be trained on the data.</exception>
    public static ComparisonTable Compare(
        EvaluationTask task, IReadOnlyList<ModelRequest> models, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ModelResult[] results = ModelRuns.Each(
            task.Train, models, options, (model, name) => JudgeCases(task, model, name, options, cancellation), cancellation);
        return new ComparisonTable
        {
            Protocol = task.Protocol,
            Description = task.Description,
            Definitions = $"{RankingMetrics.Definition} {ListMetrics.Definition}",
            Cases = task.Cases.Count,
            Models = results,
            Best = ComparisonTable.Compare(results),
        };
    }

    /// <summary>Judges a model that is trained already.</summary>
    /// <exception cref="Kindred.Domain.KindredDataException">An option is not allowed.</exception>
    public static ModelResult Judge(EvaluationTask task, IRecommender model, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var meter = new ResourceMeter();
        return ModelRuns.Result(
            model.Name, new Dictionary<string, string>(), model, JudgeCases(task, model, model.Name, options, cancellation), trainSeconds: 0, meter);
    }

    /// <summary>The mean of one metric over the validation cases, for tuning and early stopping.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cases">The questions.</param>
    /// <param name="metric">A metric of <see cref="RankingMetrics"/>, such as <c>ndcg@20</c>.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the measuring.</param>
    public static double Measure(
        IRecommender model, IReadOnlyList<EvaluationCase> cases, string metric, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(cases);
        int cutoff = MetricName.CutoffOf(metric);
        var metrics = new RankingMetrics([cutoff]);
        int index = metrics.Names.ToList().IndexOf(metric);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(metric));
        RankedCases ranked = RankedCases.Ask(model, cases, 0, threads, new ProgressCounter(null, string.Empty, 0), cancellation);
        float[] values = PerCase(ranked, metrics)[index];
        return values.Length == 0 ? 0 : values.Average(v => (double)v);
    }

    private static Judgement JudgeCases(EvaluationTask task, IRecommender model, string name, EvaluationOptions options, CancellationToken cancellation)
    {
        var metrics = new RankingMetrics(options.Cutoffs);
        var progress = new ProgressCounter(options.Progress, $"asking {name}", task.Cases.Count);
        (RankedCases ranked, double seconds) = ResourceMeter.Time(
            () => RankedCases.Ask(model, task.Cases, options.Cutoffs.Max(), options.Threads, progress, cancellation));
        float[][] values = PerCase(ranked, metrics);
        double[][] samples = BootstrapMeans.Draw(values, options.BootstrapSamples, options.Seed, options.Threads);
        var means = metrics.Names.Select((metric, m) => KeyValuePair.Create(metric, values[m].Length == 0 ? 0 : values[m].Average(v => (double)v)));
        var lists = new ListMetrics(task.Train);
        return new Judgement
        {
            Metrics = means.Concat(options.Cutoffs.SelectMany(k => lists.Compute(ranked.Lists, task.Cases, k))).ToDictionary(),
            Intervals = metrics.Names.Select((metric, m) => KeyValuePair.Create(metric, BootstrapMeans.Percentile(samples[m], options.Confidence))).ToDictionary(),
            Samples = metrics.Names.Select((metric, m) => KeyValuePair.Create(metric, samples[m])).ToDictionary(),
            Segments = SegmentMetrics.Compute(task, ranked, metrics, options),
            ScoreSeconds = seconds,
        };
    }

    // One array a metric, one value a case.
    private static float[][] PerCase(RankedCases ranked, RankingMetrics metrics)
    {
        float[][] values = [.. metrics.Names.Select(_ => new float[ranked.Ranks.Length])];
        var row = new float[values.Length];
        for (int i = 0; i < ranked.Ranks.Length; i++)
        {
            metrics.Compute([.. ranked.Ranks[i].Order()], ranked.Candidates[i], row);
            for (int m = 0; m < values.Length; m++)
            {
                values[m][i] = row[m];
            }
        }

        return values;
    }
}
