using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="BprModel"/>.</summary>
public sealed record BprOptions
{
    /// <summary>Components of a vector. The default is 128.</summary>
    [Description("Components of a vector.")]
    [Range(1, 2048)]
    [SearchRange(32, 256, Logarithmic = true)]
    public int Factors { get; init; } = 128;

    /// <summary>λ, the penalty on squared vectors in each step. The default is 0.03.</summary>
    [Description("Penalty on squared vectors (λ).")]
    [Range(0.0, 1e6)]
    [SearchRange(0.003, 0.1, Logarithmic = true)]
    public double Regularization { get; init; } = 0.03;

    /// <summary>λ of the biases, which carry the popularity. The default is 0.01.</summary>
    [Description("Penalty on squared biases, which carry the popularity.")]
    [Range(0.0, 1e6)]
    [SearchRange(0.001, 0.1, Logarithmic = true)]
    public double BiasRegularization { get; init; } = 0.01;

    /// <summary>Passes over the interactions. The default is 100.</summary>
    [Description("Passes over the data.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Products drawn for each step, of which the one scored highest is the counter-example; 1 is plain BPR. The default is 4.</summary>
    [Description("Products drawn for each step; the one scored highest is the counter-example. 1 is plain BPR.")]
    [Range(1, 1000)]
    [SearchRange(1, 16, Logarithmic = true)]
    public int Candidates { get; init; } = 4;

    /// <summary>Candidates are drawn with probability ∝ (users of the product)^exponent; 0 draws all alike. The default is 0.5.</summary>
    [Description("Counter-examples are drawn by the products' frequency to this power; negative values prefer rare ones.")]
    [Range(-2.0, 2.0)]
    [SearchRange(-0.5, 1)]
    public double NegativeExponent { get; init; } = 0.5;

    /// <summary>Step size of the first pass; it falls to nearly 0 over the training. The default is 0.1.</summary>
    [Description("Step size at the start of training.")]
    [Range(1e-6, 10.0)]
    [SearchRange(0.005, 0.2, Logarithmic = true)]
    public double LearningRate { get; init; } = 0.1;
}
