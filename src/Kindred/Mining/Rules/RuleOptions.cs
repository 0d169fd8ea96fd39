using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>Which rules are wanted from a table of frequent itemsets.</summary>
/// <remarks>A rule always has at least one product on each side.</remarks>
public sealed record RuleOptions
{
    /// <value>The least P(Y | X), 0 to 1. The default value is 0.5. Compared exactly as the decimal number that was written.</value>
    public double MinConfidence { get; init; } = 0.5;

    /// <value>The least lift, at least 0. The default value is 0: no limit.</value>
    public double MinLift { get; init; }

    /// <value>The highest corrected p-value, more than 0 and at most 1. The default value is <see langword="null"/>: no limit.</value>
    public double? MaxQ { get; init; }

    /// <value>How p-values are corrected for <see cref="MaxQ"/>. The default value is <see cref="PValueCorrection.BenjaminiHochberg"/>.</value>
    public PValueCorrection Correction { get; init; } = PValueCorrection.BenjaminiHochberg;

    /// <value>The most products in a consequent, at least 1. The default value is 1; <see cref="int.MaxValue"/> allows any.</value>
    public int MaxConsequentLength { get; init; } = 1;

    /// <value>Worker threads, at least 0. The default value is 0: one a core. The rules and their order do not depend on it.</value>
    public int Threads { get; init; }

    internal int WorkerCount => ThreadCount.Resolve(Threads);

    /// <exception cref="ArgumentException">An option is out of range; the message names all that are.</exception>
    internal void Validate()
    {
        List<string> problems = [];
        Check(MinConfidence is >= 0 and <= 1, $"{nameof(MinConfidence)} is {MinConfidence}; it must be 0 to 1.");
        Check(MinLift >= 0 && double.IsFinite(MinLift), $"{nameof(MinLift)} is {MinLift}; it must be at least 0.");
        Check(MaxQ is null or (> 0 and <= 1), $"{nameof(MaxQ)} is {MaxQ}; it must be more than 0 and at most 1.");
        Check(Enum.IsDefined(Correction), $"{nameof(Correction)} is {(int)Correction}; it must be one of {string.Join(", ", Enum.GetNames<PValueCorrection>())}.");
        Check(MaxConsequentLength >= 1, $"{nameof(MaxConsequentLength)} is {MaxConsequentLength}; it must be at least 1.");
        Check(Threads >= 0, $"{nameof(Threads)} is {Threads}; it must be at least 0.");
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems));
        }

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
