namespace Kindred.Report;

/// <summary>A closed range that holds the true value with the confidence the report states (95 %).</summary>
/// <param name="Lower">Lower end, included.</param>
/// <param name="Upper">Upper end, included; may be infinite.</param>
public readonly record struct Interval(double Lower, double Upper);
