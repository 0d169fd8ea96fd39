namespace Kindred.Mining.Answers;

/// <summary>What made an answer empty, poor or huge.</summary>
public enum AnswerLimit
{
    /// <summary>Nothing: the answer is of a usual size.</summary>
    None,

    /// <summary>There are no baskets, or only empty ones.</summary>
    NoData,

    /// <summary>The minimum count (or support) is above what the data have.</summary>
    MinCountTooHigh,

    /// <summary>The required products are never, or too seldom, in a basket together.</summary>
    MustContain,

    /// <summary>The removed products were all that is frequent enough.</summary>
    MustNotContain,

    /// <summary>Every itemset of the kind asked for is longer than allowed.</summary>
    MaxLength,

    /// <summary>There are single products, but no two stand together in enough baskets: no rule can come of it.</summary>
    NoPairs,

    /// <summary>The minimum count is so low that the answer is huge.</summary>
    MinCountTooLow,
}
