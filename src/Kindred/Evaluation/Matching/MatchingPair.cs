namespace Kindred.Evaluation;

/// <summary>Two offers and whether they are the same product.</summary>
/// <param name="Left">One text, plain or of fields: <c>COL title VAL … COL price VAL …</c>.</param>
/// <param name="Right">The other text, in the same form.</param>
/// <param name="IsMatch">The truth.</param>
public sealed record MatchingPair(string Left, string Right, bool IsMatch);
