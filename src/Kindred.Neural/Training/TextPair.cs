namespace Kindred.Neural.Training;

/// <summary>Two texts that belong together, and perhaps one that does not belong to the first.</summary>
/// <param name="Anchor">The text that asks.</param>
/// <param name="Positive">The text to be found.</param>
/// <param name="AnchorKey">What the anchor is: texts of equal keys are never negatives of each other.</param>
/// <param name="PositiveKey">What the positive is, in the same numbering.</param>
/// <param name="Negative">A text that is known not to belong to the anchor though one might think so; null for none.</param>
/// <param name="NegativeKey">What the negative is, in the same numbering; −1 for none.</param>
public readonly record struct TextPair(string Anchor, string Positive, long AnchorKey, long PositiveKey, string? Negative = null, long NegativeKey = -1);
