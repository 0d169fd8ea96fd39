using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Which products each product is explained by in <see cref="EaseModel"/>.</summary>
public enum EaseForm
{
    /// <summary>Dense up to 10,000 products, sparse above.</summary>
    Auto,

    /// <summary>All others: one inverse, n³ operations, 4 n² bytes; at most 20,000 products.</summary>
    Dense,

    /// <summary>The nearest ones by cosine: a small system for each product.</summary>
    Sparse,
}

/// <summary>Options of <see cref="EaseModel"/>.</summary>
public sealed record EaseOptions
{
    /// <summary>
    /// λ, the penalty on squared weights. More draws weights to 0 and helps rare products. The default, 0, takes it from the mean number h of products of
    /// a user: the larger of 50 and 0.28 h^1.75, a curve through the values published as best for histories of about 20 to 120 products (50 for Online
    /// Retail's baskets, 500, 900 and 1,000 for MovieLens 20M, MovieLens 1M and Netflix).
    /// </summary>
    [Description("Penalty on squared weights (λ). 0 takes the larger of 50 and 0.28 h^1.75, h the mean number of products of a user.")]
    [Range(0.0, 1e6)]
    [SearchRange(10, 3000, Logarithmic = true)]
    public double Regularization { get; init; }

    /// <summary>All products or the nearest ones. The default is auto.</summary>
    [Description("Each product explained by all others (dense, at most 20,000 products) or by its neighbors (sparse); auto takes dense up to 10,000.")]
    public EaseForm Form { get; init; } = EaseForm.Auto;

    /// <summary>In the sparse form, the products by which each product is explained. 8 bytes each. The default is 200.</summary>
    [Description("Products by which each product is explained in the sparse form.")]
    [Range(1, 5_000)]
    public int Neighbors { get; init; } = 200;

    /// <summary>The options with λ taken from the data where it is left open.</summary>
    internal EaseOptions For(InteractionData data) =>
        Regularization > 0 ? this : this with { Regularization = Math.Max(50, 0.28 * Math.Pow(data.MeanProducts(), 1.75)) };
}
