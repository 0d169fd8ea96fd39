namespace Kindred.Models;

/// <summary>What is known about the one who asks: a trained user, a history, an open basket, or any mix of them, or nothing.</summary>
/// <remarks>
/// Every field may be empty and every row may be unknown to the model: rows outside its catalogue are ignored, and what remains
/// may be an empty profile, which each model answers with zero scores unless it documents more. Immutable.
/// </remarks>
public sealed record RecommendationQuery
{
    /// <summary>A query that knows nothing.</summary>
    public static RecommendationQuery Empty { get; } = new();

    /// <summary>
    /// Row of a user the model was trained on, so that models with parameters of their own for each user may use them;
    /// null folds the history in. A row the model does not have is treated as null.
    /// </summary>
    public int? User { get; init; }

    /// <summary>Product rows of earlier interactions, oldest first where the order is known; repeats count again.</summary>
    public ReadOnlyMemory<int> History { get; init; }

    /// <summary>Weight of each element of <see cref="History"/>, or empty for 1 each.</summary>
    public ReadOnlyMemory<float> HistoryWeights { get; init; }

    /// <summary>Product rows in the open basket, in any order, weight 1 each.</summary>
    public ReadOnlyMemory<int> Basket { get; init; }

    /// <summary>Row of the customer's segment for models that know segments; null when unknown.</summary>
    public int? Segment { get; init; }

    /// <summary>A query for a basket.</summary>
    public static RecommendationQuery ForBasket(ReadOnlyMemory<int> basket) => new() { Basket = basket };

    /// <summary>A query for a history, oldest first.</summary>
    public static RecommendationQuery ForHistory(ReadOnlyMemory<int> history) => new() { History = history };

    /// <summary>A query for a user of the training data with all of his interactions.</summary>
    public static RecommendationQuery ForUser(InteractionData data, int user)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.HasOrder
            ? new() { User = user, History = data.SequenceMemory(user), Segment = data.SegmentOf(user) }
            : new() { User = user, History = data.ItemsOf(user), HistoryWeights = data.WeightsOf(user), Segment = data.SegmentOf(user) };
    }
}
