using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="TitleCompanionModel"/>: what it learns to predict, and how.</summary>
public sealed record TitleCompanionOptions : CompanionDefinition
{
    /// <summary>
    /// λ: more spreads the say over more products of similar title, which few or short titles and few baskets need. The default is 0.7; the evaluation
    /// chooses it for each shop.
    /// </summary>
    [Description("Penalty on squared weights (λ); more spreads the say over more products.")]
    [Range(1e-3, 1e3)]
    [SearchRange(0.1, 10, Logarithmic = true)]
    public double Regularization { get; init; } = 0.7;

    /// <summary>
    /// Baskets from which on a product's companions count in full; those of a product with n baskets count √(n / this). The default is 50.
    /// </summary>
    [Description("Baskets from which on a product's companions count in full.")]
    [Range(1, 1_000_000)]
    public int TrustedBaskets { get; init; } = 50;

    /// <summary>
    /// How alike two titles are taken to be that share nothing, beside 1 for equal ones. Above 0, a title of unknown words gets the shop's most usual
    /// companions; at 0 it gets none. The default is 0.02.
    /// </summary>
    [Description("How alike titles are that share nothing, beside 1 for equal ones.")]
    [Range(0.0, 1.0)]
    public double PriorSimilarity { get; init; } = 0.02;
}
