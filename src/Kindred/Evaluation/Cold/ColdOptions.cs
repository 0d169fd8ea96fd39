using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>How companions of cold products are asked for, judged and compared; the definition is that of the true companions.</summary>
public sealed record ColdOptions : CompanionDefinition
{
    /// <summary>Share of the products with enough baskets that is made cold. The default is 0.2.</summary>
    [Description("Share of the products with enough baskets that is made cold.")]
    [Range(0.001, 0.9)]
    public double ProductShare { get; init; } = 0.2;

    /// <summary>Only products in at least as many baskets are made cold. The default is 20.</summary>
    [Description("Baskets of a product that may be made cold, at least.")]
    [Range(1, 1_000_000)]
    public int MinBaskets { get; init; } = 20;

    /// <summary>A cold product is asked for if it has at least as many warm companions. The default is 3.</summary>
    [Description("Warm companions of a cold product that is asked for, at least.")]
    [Range(1, 10_000)]
    public int MinCompanions { get; init; } = 3;

    /// <summary>Length k of the judged lists. The default is 20.</summary>
    [Description("Length of the judged lists.")]
    [Range(1, 1_000)]
    public int Cutoff { get; init; } = 20;

    /// <summary>Random splits, with the seeds <see cref="Evaluation.EvaluationOptions.Seed"/> and the numbers after it. The default is 5.</summary>
    [Description("Random splits.")]
    [Range(1, 1_000)]
    public int Splits { get; init; } = 5;
}
