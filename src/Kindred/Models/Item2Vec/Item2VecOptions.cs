using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>What <see cref="Item2VecModel"/> learns to predict.</summary>
public enum Item2VecObjective
{
    /// <summary>Each product from the mean of the others of its basket (continuous bag of words).</summary>
    Rest,

    /// <summary>Each other product of the basket from each product (skip-gram).</summary>
    Pairs,
}

/// <summary>Options of <see cref="Item2VecModel"/>.</summary>
public sealed record Item2VecOptions
{
    /// <summary>Components of a vector. The default is 128.</summary>
    [Description("Components of a vector.")]
    [Range(1, 2048)]
    [SearchRange(32, 256, Logarithmic = true)]
    public int Factors { get; init; } = 128;

    /// <summary>What is predicted from what. The default is a product from the rest of its basket.</summary>
    [Description("Whether a product is predicted from the rest of its basket together, or from each of its products alone (skip-gram).")]
    public Item2VecObjective Objective { get; init; } = Item2VecObjective.Rest;

    /// <summary>Passes over the baskets. The default is 20.</summary>
    [Description("Passes over the data.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Other products of the basket that each product is learned with in a pass: all, or so many drawn at random. The default is 20.</summary>
    [Description("Most other products of the same basket that each product is learned with in a pass.")]
    [Range(1, 1000)]
    [SearchRange(2, 40, Logarithmic = true)]
    public int Pairs { get; init; } = 20;

    /// <summary>Products drawn as counter-examples each time. The default is 10.</summary>
    [Description("Counter-examples drawn each time.")]
    [Range(1, 1000)]
    [SearchRange(3, 30, Logarithmic = true)]
    public int Negatives { get; init; } = 10;

    /// <summary>
    /// Counter-examples are drawn with probability ∝ (users of the product)^exponent; negative values prefer rare ones. Scores undo it, so it decides
    /// what is learned well, not how popular the answers are. The default is 0.5.
    /// </summary>
    [Description("Counter-examples are drawn by the products' frequency to this power; negative values prefer rare ones.")]
    [Range(-2.0, 2.0)]
    [SearchRange(-0.5, 1)]
    public double NegativeExponent { get; init; } = 0.5;

    /// <summary>Step size of the first pass; it falls to nearly 0 over the training. The default is 0.05.</summary>
    [Description("Step size at the start of training.")]
    [Range(1e-6, 10.0)]
    [SearchRange(0.01, 0.15, Logarithmic = true)]
    public double LearningRate { get; init; } = 0.05;
}
