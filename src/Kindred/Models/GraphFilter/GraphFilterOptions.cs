using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="GraphFilterModel"/>.</summary>
public sealed record GraphFilterOptions
{
    /// <summary>Singular vectors that the ideal low-pass filter lets through; 0 for the linear filter alone. The default is 256.</summary>
    [Description("Singular vectors that the ideal low-pass filter lets through; 0 for the linear filter alone.")]
    [Range(0, 2048)]
    [SearchRange(32, 512, Logarithmic = true)]
    public int Factors { get; init; } = 256;

    /// <summary>α: weight of the ideal low-pass filter beside the linear one. The default is 0.3.</summary>
    [Description("Weight of the ideal low-pass filter beside the linear one.")]
    [Range(0.0, 100.0)]
    [SearchRange(0, 1)]
    public double LowPassWeight { get; init; } = 0.3;

    /// <summary>Multiplications by the graph when the singular vectors are sought. The default is 25.</summary>
    [Description("Multiplications by the graph when the singular vectors are sought.")]
    [Range(1, 1000)]
    public int Iterations { get; init; } = 25;
}
