namespace Kindred.Report;

/// <summary>Time one stage took.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Seconds">Wall-clock seconds, at least 0.</param>
public sealed record StageTime(string Stage, double Seconds);
