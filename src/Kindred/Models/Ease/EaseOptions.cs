using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Which products each product is explained by in <see cref="EaseModel"/>.</summary>
public enum EaseForm
{
    /// <summary>Dense up to 20,000 products, sparse above.</summary>
    Auto,

    /// <summary>All others: one inverse, n³ operations, 4 n² bytes; at most 20,000 products.</summary>
    Dense,

    /// <summary>The nearest ones by cosine: a small system for each product.</summary>
    Sparse,
}

/// <summary>Options of <see cref="EaseModel"/>.</summary>
public sealed record EaseOptions
{
    /// <summary>λ, the penalty on squared weights. More draws weights to 0 and helps rare products. The default is 300.</summary>
    [Description("Penalty on squared weights (λ); more for longer histories.")]
    [Range(1e-3, 1e6)]
    [SearchRange(10, 3000, Logarithmic = true)]
    public double Regularization { get; init; } = 300;

    /// <summary>All products or the nearest ones. The default is auto.</summary>
    [Description("Each product explained by all others (dense, at most 20,000 products) or by its neighbors (sparse); auto takes dense where it can.")]
    public EaseForm Form { get; init; } = EaseForm.Auto;

    /// <summary>In the sparse form, the products by which each product is explained. 8 bytes each. The default is 200.</summary>
    [Description("Products by which each product is explained in the sparse form.")]
    [Range(1, 5_000)]
    public int Neighbors { get; init; } = 200;
}
