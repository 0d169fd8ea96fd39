using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="TransitionModel"/>.</summary>
public sealed record TransitionOptions
{
    /// <summary>Later interactions counted after each one, the d-th with weight 1/d. The default is 1: only the next (first order).</summary>
    [Description("Later interactions counted after each one, the d-th with weight 1/d.")]
    [Range(1, 100)]
    [SearchRange(1, 10)]
    public int Window { get; init; } = 1;

    /// <summary>Latest products of a query that are used, the d-th latest with weight 1/d. The default is 1: only the last.</summary>
    [Description("Latest products of a query that are used, the d-th latest with weight 1/d.")]
    [Range(1, 1000)]
    [SearchRange(1, 20, Logarithmic = true)]
    public int Recent { get; init; } = 1;

    /// <summary>Added to the number of interactions that follow a product before dividing by it; draws rare ones to 0. The default is 0.</summary>
    [Description("Added to the interactions that follow a product before dividing by them.")]
    [Range(0.0, 1e6)]
    [SearchRange(0.1, 100, Logarithmic = true)]
    public double Shrink { get; init; }
}
