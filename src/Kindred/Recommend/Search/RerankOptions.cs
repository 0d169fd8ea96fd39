using System.ComponentModel.DataAnnotations;

namespace Kindred.Recommend;

/// <summary>How a <see cref="RerankedSearch"/> reads and weighs.</summary>
public sealed record RerankOptions
{
    /// <summary>Weight of the score that proposed a product; the pair scorer has the rest. The default is 0.8, chosen on queries kept out of two trainings (docs/retrieval.md).</summary>
    [Range(0.0, 1.0)]
    public double First { get; init; } = 0.8;

    /// <summary>How many proposals of a query are read. The default is 50.</summary>
    [Range(1, 1_000_000)]
    public int Depth { get; init; } = 50;
}
