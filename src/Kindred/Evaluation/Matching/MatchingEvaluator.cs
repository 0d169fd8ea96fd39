using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Judges matchers: trained on the training pairs, threshold from the validation pairs, precision, recall and F1 of matches on the test pairs.</summary>
public static class MatchingEvaluator
{
    private const int Samples = 1000;
    private const double Confidence = 0.95;

    /// <summary>Trains and judges a matcher.</summary>
    public static MatchingResult Evaluate(MatchingTask task, MatchingMethod method, TrainingOptions? training = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(method);
        training ??= new TrainingOptions();
        (IPairMatcher matcher, double learning) = ResourceMeter.Time(() => method.Train(task, training, cancellation));
        using (matcher)
        {
            double threshold = PairMetrics.BestThreshold(matcher.Probabilities(task.Valid, cancellation), [.. task.Valid.Select(p => p.IsMatch)]);
            (double[] probabilities, double scoring) = ResourceMeter.Time(() => matcher.Probabilities(task.Test, cancellation));
            bool[] truth = [.. task.Test.Select(p => p.IsMatch)];
            return new MatchingResult(
                method.Name, PairMetrics.Compute(probabilities, truth, threshold), Intervals(probabilities, truth, threshold, training), threshold,
                new Dictionary<string, double> { ["train"] = learning, ["score"] = scoring });
        }
    }

    private static Dictionary<string, Interval> Intervals(double[] probabilities, bool[] truth, double threshold, TrainingOptions training)
    {
        float[] said = [.. probabilities.Select(p => p >= threshold ? 1f : 0)];
        float[] meant = [.. truth.Select(t => t ? 1f : 0)];
        float[] both = [.. said.Zip(meant, (s, m) => s * m)];
        double[][] means = BootstrapMeans.Draw([said, meant, both], Samples, training.Seed, training.Threads);
        Interval Of(Func<double, double, double, double> metric) => BootstrapMeans.Percentile(
            [.. Enumerable.Range(0, Samples).Select(s => metric(means[0][s], means[1][s], means[2][s])).Select(v => double.IsNaN(v) ? 0 : v)], Confidence);
        return new Dictionary<string, Interval>
        {
            ["precision"] = Of((s, _, b) => b / s),
            ["recall"] = Of((_, m, b) => b / m),
            ["f1"] = Of((s, m, b) => 2 * b / (s + m)),
        };
    }
}
