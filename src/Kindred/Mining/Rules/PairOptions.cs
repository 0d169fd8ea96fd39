using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>Which pairs of products are wanted.</summary>
public sealed record PairOptions
{
    /// <value>The fewest baskets that hold both products, at least 1. The default value is 5.</value>
    public int MinCount { get; init; } = 5;

    /// <value>How p-values are corrected. The default value is <see cref="PValueCorrection.BenjaminiHochberg"/>.</value>
    public PValueCorrection Correction { get; init; } = PValueCorrection.BenjaminiHochberg;

    /// <value>The highest corrected p-value, more than 0 and at most 1. The default value is 1: no limit.</value>
    public double MaxQ { get; init; } = 1;

    /// <value>Worker threads, at least 0. The default value is 0: one a core. The pairs and their order do not depend on it.</value>
    public int Threads { get; init; }

    internal int WorkerCount => ThreadCount.Resolve(Threads);

    /// <exception cref="ArgumentException">An option is out of range; the message names all that are.</exception>
    internal void Validate()
    {
        string[] problems =
        [
            .. MinCount >= 1 ? Array.Empty<string>() : [$"{nameof(MinCount)} is {MinCount}; it must be at least 1."],
            .. Enum.IsDefined(Correction) ? Array.Empty<string>() : [$"{nameof(Correction)} is {(int)Correction}; it must be one of {string.Join(", ", Enum.GetNames<PValueCorrection>())}."],
            .. MaxQ is > 0 and <= 1 ? Array.Empty<string>() : [$"{nameof(MaxQ)} is {MaxQ}; it must be more than 0 and at most 1."],
            .. Threads >= 0 ? Array.Empty<string>() : [$"{nameof(Threads)} is {Threads}; it must be at least 0."],
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems));
        }
    }
}
