using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>One question with its right answers: who asks, what may be ranked, what he took.</summary>
/// <param name="Query">What the model is told.</param>
/// <param name="Relevant">Product rows that were taken, ascending and distinct, all of them candidates; at least one.</param>
public sealed record EvaluationCase(RecommendationQuery Query, int[] Relevant)
{
    /// <summary>Which products are ranked; by default all but those in the query.</summary>
    public RecommendFilter Filter { get; init; } = RecommendFilter.Default;
}
