using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Scores every product as a companion of a cold one; called from several threads at once.</summary>
/// <param name="question">The cold product; its true companions must not be looked at.</param>
/// <param name="scores">One score a product row; those of products that are not warm do not matter.</param>
public delegate void ColdScorer(ColdCase question, Span<float> scores);

/// <summary>A way to find companions of cold products.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Fit">Learns from the baskets and titles of a split.</param>
public sealed record ColdMethod(string Name, Func<ColdSplit, TrainingOptions, CancellationToken, ColdScorer> Fit);

/// <summary>A weighted sum of the scores of other methods, each first brought to mean 0 and deviation 1 over the ranked products.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Weights">Weight of each method, by name.</param>
public sealed record ColdFusion(string Name, IReadOnlyDictionary<string, double> Weights);
