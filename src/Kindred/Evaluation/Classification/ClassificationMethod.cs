using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>A way to turn texts into numbers, which a linear classifier then learns from.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Features">The rows of the training and of the test texts.</param>
public sealed record ClassificationMethod(string Name, Func<ClassificationTask, CancellationToken, (SparseMatrix Train, SparseMatrix Test)> Features);

/// <summary>How well a classifier finds labels.</summary>
/// <param name="Name">The method.</param>
/// <param name="Metrics"><c>accuracy</c>, and <c>macro_f1</c>: the mean over labels of the harmonic mean of precision and recall.</param>
/// <param name="Intervals">Bootstrap intervals (95 %, percentile, over the test texts).</param>
/// <param name="Seconds">Wall time: <c>features</c> and <c>train</c>.</param>
public sealed record ClassificationResult(
    string Name, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, Interval> Intervals, IReadOnlyDictionary<string, double> Seconds);
