using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Matches offers without a network: likeness features (<see cref="TextSimilarity"/>) and a penalised logistic regression on their pieces.</summary>
/// <remarks>The penalty is the one of a short list with the best F1 on the validation pairs. The same pairs give the same matcher.</remarks>
public sealed class FeatureMatcher : IPairMatcher
{
    private static readonly double[] Penalties = [300, 100, 30, 10, 3];

    private readonly PairFeatures _features;
    private readonly HingeBasis _basis;
    private readonly LogisticRegression _regression;
    private readonly int _threads;

    private FeatureMatcher(PairFeatures features, HingeBasis basis, LogisticRegression regression, int threads) =>
        (_features, _basis, _regression, _threads) = (features, basis, regression, threads);

    /// <summary>This matcher as a method of <see cref="MatchingEvaluator"/>.</summary>
    public static MatchingMethod Method { get; } = new("features", Train);

    /// <summary>Learns from the training pairs, and chooses the penalty on the validation pairs.</summary>
    public static FeatureMatcher Train(MatchingTask task, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(training);
        training.Progress?.Report(new StageProgress("comparing offers", null, $"{task.Train.Count:N0} pairs"));
        var features = PairFeatures.Learn(task.Train);
        double[][] train = Compute(features, task.Train, training.Threads, cancellation);
        double[][] valid = Compute(features, task.Valid, training.Threads, cancellation);
        var basis = HingeBasis.Learn(train);
        double[][] pieces = [.. train.Select(basis.Apply)];
        double[][] validPieces = [.. valid.Select(basis.Apply)];
        bool[] labels = [.. task.Train.Select(p => p.IsMatch)];
        bool[] truth = [.. task.Valid.Select(p => p.IsMatch)];
        (LogisticRegression? best, double bestF1) = (null, -1);
        foreach (double penalty in Penalties)
        {
            training.Progress?.Report(new StageProgress("fitting the regression", null, $"penalty {penalty}"));
            var fitted = LogisticRegression.Fit(pieces, labels, penalty, training.Threads, cancellation);
            double[] probabilities = [.. validPieces.Select(fitted.Probability)];
            double f1 = PairMetrics.Compute(probabilities, truth, PairMetrics.BestThreshold(probabilities, truth)).F1;
            (best, bestF1) = f1 > bestF1 ? (fitted, f1) : (best, bestF1);
        }

        return new FeatureMatcher(features, basis, best!, training.Threads);
    }

    /// <inheritdoc/>
    public double[] Probabilities(IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return [.. Compute(_features, pairs, _threads, cancellation).Select(row => _regression.Probability(_basis.Apply(row)))];
    }

    /// <summary>Holds nothing that has to be let go.</summary>
    public void Dispose()
    {
    }

    private static double[][] Compute(PairFeatures features, IReadOnlyList<MatchingPair> pairs, int threads, CancellationToken cancellation)
    {
        var rows = new double[pairs.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        Parallel.For(0, rows.Length, parallel, i => rows[i] = features.Compute(pairs[i]));
        return rows;
    }
}
