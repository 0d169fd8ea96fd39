namespace Kindred.Recommend;

/// <summary>Judges how well two texts fit together by reading them side by side, as a cross-encoder does: slow, and better than comparing vectors.</summary>
public interface IPairScorer : IDisposable
{
    /// <summary>Scores pairs in log-odds that they fit; higher is better. Thread-safe.</summary>
    /// <param name="left">Queries, or left sides.</param>
    /// <param name="right">Product texts, or right sides; as many.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <returns>One score a pair.</returns>
    float[] Score(IReadOnlyList<string> left, IReadOnlyList<string> right, CancellationToken cancellation = default);
}
