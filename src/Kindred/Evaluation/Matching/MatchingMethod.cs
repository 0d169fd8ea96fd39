using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>A way to learn matching.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Train">Learns from the training pairs of a task; the validation pairs are there to choose settings on, the test pairs must not be looked at.</param>
public sealed record MatchingMethod(string Name, Func<MatchingTask, TrainingOptions, CancellationToken, IPairMatcher> Train);
