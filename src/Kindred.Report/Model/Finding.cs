namespace Kindred.Report;

/// <summary>One finding in plain words.</summary>
/// <param name="Headline">The products by title, such as <c>HEART with STAR</c>.</param>
/// <param name="Text">What was counted and how sure it is, in a sentence or two.</param>
/// <param name="Kind">What sort of association it is.</param>
public sealed record Finding(string Headline, string Text, AssociationKind Kind = AssociationKind.Unknown);
