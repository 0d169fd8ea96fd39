using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="Item2VecModel"/>.</summary>
public sealed record Item2VecOptions
{
    /// <summary>Components of a vector. The default is 64.</summary>
    [Description("Components of a vector.")]
    [Range(1, 2048)]
    [SearchRange(32, 256, Logarithmic = true)]
    public int Factors { get; init; } = 64;

    /// <summary>Passes over the baskets. The default is 20.</summary>
    [Description("Passes over the data.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Other products of the basket that each product is paired with in a pass, drawn at random; fewer where the basket is smaller. The default is 5.</summary>
    [Description("Other products of the same basket that each product is paired with in a pass.")]
    [Range(1, 1000)]
    [SearchRange(2, 20, Logarithmic = true)]
    public int Pairs { get; init; } = 5;

    /// <summary>Products drawn as counter-examples for each pair. The default is 10.</summary>
    [Description("Counter-examples drawn for each pair.")]
    [Range(1, 1000)]
    [SearchRange(3, 30, Logarithmic = true)]
    public int Negatives { get; init; } = 10;

    /// <summary>Counter-examples are drawn with probability ∝ (users of the product)^exponent; negative values prefer rare ones. The default is 0.5.</summary>
    [Description("Counter-examples are drawn by the products' frequency to this power; negative values prefer rare ones.")]
    [Range(-2.0, 2.0)]
    [SearchRange(-1, 1)]
    public double NegativeExponent { get; init; } = 0.5;

    /// <summary>Step size of the first pass; it falls to nearly 0 over the training. The default is 0.05.</summary>
    [Description("Step size at the start of training.")]
    [Range(1e-6, 10.0)]
    [SearchRange(0.005, 0.2, Logarithmic = true)]
    public double LearningRate { get; init; } = 0.05;
}
