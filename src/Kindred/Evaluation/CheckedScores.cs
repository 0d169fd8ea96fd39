using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Asks models for scores that can be ranked.</summary>
/// <remarks>No comparison with a score that is not a number holds, so a broken model would have its relevant products ranked first.</remarks>
internal static class CheckedScores
{
    /// <summary>Scores every product for each query, one row of scores after another.</summary>
    /// <exception cref="KindredDataException">A score is not a number.</exception>
    public static void Fill(IRecommender model, ReadOnlySpan<RecommendationQuery> queries, Span<float> scores)
    {
        model.ScoreMany(queries, scores);
        if (TensorPrimitives.IsNaNAny<float>(scores))
        {
            throw new KindredDataException(
                $"The model {model.Name} gives the product {model.Items[IndexOfNaN(scores) % model.Items.Count]} a score that is not a number, so it cannot be judged. Train it again with more regularization or a lower learning-rate.");
        }
    }

    private static int IndexOfNaN(ReadOnlySpan<float> scores)
    {
        int row = 0;
        while (!float.IsNaN(scores[row]))
        {
            row++;
        }

        return row;
    }
}
