namespace Kindred.Mining.Answers;

/// <summary>Why an answer is empty, holds no pairs, or is huge, and which minimum count to try next.</summary>
/// <remarks>Immutable.</remarks>
public sealed record AnswerExplanation
{
    /// <summary>What is to blame.</summary>
    public required AnswerLimit Limit { get; init; }

    /// <summary>The smallest support count that was asked for.</summary>
    public required int MinCount { get; init; }

    /// <summary>Number of itemsets that were found.</summary>
    public required long Itemsets { get; init; }

    /// <summary>The highest support count the limit allows: of a product, a pair or the required products; null where it says nothing.</summary>
    public int? HighestCount { get; init; }

    /// <summary>The minimum count to try next; null where another limit has to give way.</summary>
    public int? SuggestedMinCount { get; init; }

    /// <summary>Number of itemsets there would be at <see cref="SuggestedMinCount"/>, all other options kept; null without a suggestion.</summary>
    public long? SuggestedItemsets { get; init; }

    /// <summary>The same in plain words, one or two sentences; empty for <see cref="AnswerLimit.None"/>.</summary>
    public required string Text { get; init; }
}
