namespace Kindred.Neural.Training;

/// <summary>Two texts that belong together.</summary>
/// <param name="Anchor">The text that asks.</param>
/// <param name="Positive">The text to be found.</param>
/// <param name="AnchorKey">What the anchor is: texts of equal keys are never negatives of each other.</param>
/// <param name="PositiveKey">What the positive is, in the same numbering.</param>
public readonly record struct TextPair(string Anchor, string Positive, long AnchorKey, long PositiveKey);
