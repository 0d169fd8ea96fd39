namespace Kindred.Neural.CrossEncoders;

/// <summary>Two texts and how well they fit.</summary>
/// <param name="Left">A query, or one offer: plain text or fields as <c>COL title VAL … COL price VAL …</c>.</param>
/// <param name="Right">A product's text, or the other offer, in the same form.</param>
/// <param name="Label">From 0, not at all, to 1, wholly.</param>
public readonly record struct LabelledPair(string Left, string Right, float Label);
