using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>How <see cref="AlsModel"/> improves a vector in one epoch.</summary>
public enum AlsSolver
{
    /// <summary>A few conjugate gradient steps on the whole vector.</summary>
    ConjugateGradient,

    /// <summary>Exactly, one block of components after the other; with a block as wide as the vector, classic ALS.</summary>
    Block,
}

/// <summary>Options of <see cref="AlsModel"/>.</summary>
public sealed record AlsOptions
{
    private const double UnobservedShare = 12;
    private const double DensePenalty = 0.008;
    private const double SparsePenalty = 0.015;

    /// <summary>Components of a vector. The default is 128.</summary>
    [Description("Components of a vector.")]
    [Range(1, 2048)]
    [SearchRange(32, 256, Logarithmic = true)]
    public int Factors { get; init; } = 128;

    /// <summary>
    /// λ, the penalty on squared vectors before it is scaled by frequency. The default, 0, takes 0.008 for data of 50 or more users a product and 0.015 for
    /// sparser data, as did well on the tuning parts of five datasets.
    /// </summary>
    [Description("Penalty on squared vectors (λ). 0 takes 0.008 for products of 50 users or more on average, else 0.015.")]
    [Range(0.0, 1e6)]
    [SearchRange(0.0005, 0.1, Logarithmic = true)]
    public double Regularization { get; init; }

    /// <summary>ν: a vector is penalised with λ (interactions + unobserved-weight × all others)^ν; 0 is the same for all. The default is 1.</summary>
    [Description("How the penalty grows with the interactions of a row: their number to this power; 0 is the same for all.")]
    [Range(0.0, 2.0)]
    [SearchRange(0.5, 1)]
    public double RegularizationExponent { get; init; } = 1;

    /// <summary>
    /// α₀: what a pair that was not seen weighs as a 0, beside 1 for one that was seen once. The default, 0, lets all pairs together weigh 12 times as
    /// much as the seen ones: values found best for large public datasets (Rendle et al., "Revisiting the performance of iALS", RecSys 2022) lie at 11 to 27 times.
    /// </summary>
    [Description("Weight of each pair without interaction, as a 0; a pair with one weighs 1. 0 takes 12 × interactions ÷ all pairs of a user and a product.")]
    [Range(0.0, 1e3)]
    [SearchRange(0.001, 1, Logarithmic = true)]
    public double UnobservedWeight { get; init; }

    /// <summary>Passes over users and products. The default is 15.</summary>
    [Description("Passes over the data.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 15;

    /// <summary>How a vector is improved. The default is conjugate gradient.</summary>
    [Description("How a vector is improved in an epoch.")]
    public AlsSolver Solver { get; init; } = AlsSolver.ConjugateGradient;

    /// <summary>Conjugate gradient steps a row and epoch. The default is 3.</summary>
    [Description("Conjugate gradient steps for each row and epoch.")]
    [Range(1, 1000)]
    public int Steps { get; init; } = 3;

    /// <summary>Components solved together by the block solver. The default is 32.</summary>
    [Description("Components solved together by the block solver.")]
    [Range(1, 2048)]
    public int BlockSize { get; init; } = 32;

    /// <summary>The options with λ and α₀ taken from the data where they are left open.</summary>
    internal AlsOptions For(InteractionData data)
    {
        double pairs = (double)data.UserItems.FilledRows() * data.ItemUsers.FilledRows();
        return this with
        {
            Regularization = Regularization > 0 ? Regularization : data.ManyUsersEach() ? DensePenalty : SparsePenalty,
            UnobservedWeight = UnobservedWeight > 0 || pairs == 0 ? UnobservedWeight : UnobservedShare * data.UserItems.StoredCount / pairs,
        };
    }
}
