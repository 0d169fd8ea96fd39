using System.ComponentModel.DataAnnotations;

namespace Kindred.Recommend;

/// <summary>How a <see cref="HybridSearch"/> weighs words and meaning.</summary>
public sealed record HybridOptions
{
    /// <summary>Weight of meaning; words have the rest. The default is 0.15, chosen on half of the queries of two tasks (docs/retrieval.md).</summary>
    [Range(0.0, 1.0)]
    public double Meaning { get; init; } = 0.15;

    /// <summary>How many products each of the two proposes, unless more are asked for. The default is 200.</summary>
    [Range(1, 1_000_000)]
    public int Depth { get; init; } = 200;
}
