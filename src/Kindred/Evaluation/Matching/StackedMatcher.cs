namespace Kindred.Evaluation;

/// <summary>Several matchers as one (stacking: Wolpert, 1992): a logistic regression on their log-odds.</summary>
/// <remarks>
/// The parts learn from the training pairs; how much each counts is learned from the validation pairs, which no part was fitted to, so a part that knows
/// its training pairs by heart gains nothing by it. A few weights from a thousand pairs leave the threshold, chosen on the same pairs, sound.
/// </remarks>
public sealed class StackedMatcher : IPairMatcher
{
    // Log-odds are standardised first, so one weak penalty suits all.
    private const double Penalty = 1;

    private readonly IPairMatcher[] _parts;
    private readonly HingeBasis _scale;
    private readonly LogisticRegression _regression;

    private StackedMatcher(IPairMatcher[] parts, HingeBasis scale, LogisticRegression regression) => (_parts, _scale, _regression) = (parts, scale, regression);

    /// <summary>The method that joins others; its name is theirs with plus signs between.</summary>
    /// <param name="methods">At least one.</param>
    public static MatchingMethod Of(params IReadOnlyList<MatchingMethod> methods) => new(string.Join('+', methods.Select(m => m.Name)), (task, training, cancellation) =>
    {
        IPairMatcher[] parts = [.. methods.Select(m => m.Train(task, training, cancellation))];
        double[][] rows = LogOdds(parts, task.Valid, cancellation);
        var scale = HingeBasis.Linear(rows);
        return new StackedMatcher(parts, scale, LogisticRegression.Fit([.. rows.Select(scale.Apply)], [.. task.Valid.Select(p => p.IsMatch)], Penalty, training.Threads, cancellation));
    });

    /// <inheritdoc/>
    public double[] Probabilities(IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return [.. LogOdds(_parts, pairs, cancellation).Select(row => _regression.Probability(_scale.Apply(row)))];
    }

    /// <summary>Lets the parts go.</summary>
    public void Dispose() => Array.ForEach(_parts, p => p.Dispose());

    // One row a pair, one column a part.
    private static double[][] LogOdds(IPairMatcher[] parts, IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation)
    {
        double[][] probabilities = [.. parts.Select(p => p.Probabilities(pairs, cancellation))];
        return [.. Enumerable.Range(0, pairs.Count).Select(i => Array.ConvertAll(probabilities, p => Math.Log(p[i] / (1 - p[i]))))];
    }
}
