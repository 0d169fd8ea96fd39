namespace Kindred.Domain;

/// <summary>How far a piece of long work has come; reported through <see cref="IProgress{T}"/>.</summary>
/// <param name="Stage">What is being done, in plain words ("reading orders").</param>
/// <param name="Fraction">Share done, 0 to 1; null where the total is not known.</param>
/// <param name="Detail">A count or name worth showing beside it ("120,000 lines"); null for none.</param>
public readonly record struct StageProgress(string Stage, double? Fraction, string? Detail = null);
