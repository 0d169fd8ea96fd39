using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Judges features by what a linear classifier makes of them.</summary>
public static class ClassificationEvaluator
{
    private const int Samples = 1000;
    private const double Confidence = 0.95;

    /// <summary>Learns and judges methods one after the other.</summary>
    /// <param name="task">The texts.</param>
    /// <param name="methods">Their features.</param>
    /// <param name="seed">Seed of the order of learning and of the bootstrap.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<ClassificationResult> Evaluate(
        ClassificationTask task, IReadOnlyList<ClassificationMethod> methods, ulong seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(methods);
        return [.. methods.Select(m => Judge(task, m, seed, cancellation))];
    }

    private static ClassificationResult Judge(ClassificationTask task, ClassificationMethod method, ulong seed, CancellationToken cancellation)
    {
        ((SparseMatrix train, SparseMatrix test), double reading) = ResourceMeter.Time(() => method.Features(task, cancellation));
        (SoftmaxRegression model, double learning) = ResourceMeter.Time(() =>
            SoftmaxRegression.Fit(train, [.. task.Train.Select(t => t.Label)], task.Labels.Count, seed, cancellation));
        (int Truth, int Said)[] answers = [.. task.Test.Select((t, row) => (t.Label, model.Predict(test.Columns(row), test.Values(row))))];
        var samples = new (double Accuracy, double MacroF1)[Samples];
        Parallel.For(0, Samples, sample =>
        {
            var random = new RandomStream(seed, (ulong)sample);
            samples[sample] = Measure([.. answers.Select(_ => answers[random.NextInt(answers.Length)])], task.Labels.Count);
        });
        (double accuracy, double macroF1) = Measure(answers, task.Labels.Count);
        return new ClassificationResult(
            method.Name,
            new Dictionary<string, double> { ["accuracy"] = accuracy, ["macro_f1"] = macroF1 },
            new Dictionary<string, Interval>
            {
                ["accuracy"] = BootstrapMeans.Percentile([.. samples.Select(s => s.Accuracy)], Confidence),
                ["macro_f1"] = BootstrapMeans.Percentile([.. samples.Select(s => s.MacroF1)], Confidence),
            },
            new Dictionary<string, double> { ["features"] = reading, ["train"] = learning });
    }

    private static (double Accuracy, double MacroF1) Measure((int Truth, int Said)[] answers, int labels)
    {
        var (right, truth, said) = (new int[labels], new int[labels], new int[labels]);
        foreach ((int t, int s) in answers)
        {
            said[s]++;
            if (t >= 0)
            {
                truth[t]++;
                right[t] += t == s ? 1 : 0;
            }
        }

        // A label that neither stands in the sample nor was said has no F1.
        double[] f1 = [.. Enumerable.Range(0, labels).Where(l => truth[l] + said[l] > 0).Select(l => 2.0 * right[l] / (truth[l] + said[l]))];
        return (right.Sum() / (double)answers.Length, f1.Average());
    }
}
