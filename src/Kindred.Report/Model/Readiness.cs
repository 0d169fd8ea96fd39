namespace Kindred.Report;

/// <summary>How good a piece of news is.</summary>
public enum ReadinessLevel
{
    /// <summary>Enough data.</summary>
    Good,

    /// <summary>Usable, with care.</summary>
    Caution,

    /// <summary>Not enough.</summary>
    Poor,
}

/// <summary>One statement on what the data can carry.</summary>
/// <param name="Level">How good it is.</param>
/// <param name="Text">The statement, in a sentence.</param>
/// <param name="Advice">What to do about it, or null.</param>
public sealed record ReadinessStatement(ReadinessLevel Level, string Text, string? Advice = null);
