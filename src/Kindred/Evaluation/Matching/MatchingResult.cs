namespace Kindred.Evaluation;

/// <summary>How good a matcher is on the test pairs.</summary>
/// <param name="Method">The matcher.</param>
/// <param name="Metrics">Precision, recall, F1 and more.</param>
/// <param name="Intervals">Bootstrap intervals of precision, recall and F1 over the test pairs.</param>
/// <param name="Threshold">Pairs of at least this probability are called matches: the threshold with the best F1 on the validation pairs.</param>
/// <param name="Seconds">Wall time of <c>train</c> and <c>score</c>.</param>
public sealed record MatchingResult(
    string Method, PairMetrics Metrics, IReadOnlyDictionary<string, Interval> Intervals, double Threshold, IReadOnlyDictionary<string, double> Seconds);
