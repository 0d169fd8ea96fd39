namespace Kindred.Evaluation;

/// <summary>A confidence interval; both bounds belong to it.</summary>
public readonly record struct Interval(double Low, double High);
