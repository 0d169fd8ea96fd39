namespace Kindred.Mining.Rules;

/// <summary>What is known of a measure beside how to compute it.</summary>
internal readonly record struct MeasureDescription(string Name, string Formula, double Minimum, double Maximum, string Source);
