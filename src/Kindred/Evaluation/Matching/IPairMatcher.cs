namespace Kindred.Evaluation;

/// <summary>Says how likely two offers are the same product.</summary>
public interface IPairMatcher : IDisposable
{
    /// <summary>The probability of each pair to be a match, strictly between 0 and 1; the label of a pair is not looked at.</summary>
    double[] Probabilities(IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation = default);
}
