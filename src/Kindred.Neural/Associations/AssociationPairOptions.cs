using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Neural.Associations;

/// <summary>Which pairs of products an encoder learns from.</summary>
public sealed record AssociationPairOptions
{
    /// <summary>Baskets that hold both products, at least. The default is 5.</summary>
    [Description("Baskets that hold both products, at least.")]
    [Range(1, 1_000_000)]
    public int MinPairCount { get; init; } = 5;

    /// <summary>Highest q-value (Fisher's exact test, Benjamini–Hochberg over all pairs that could have met). The default is 0.05.</summary>
    [Description("Highest q-value of a pair.")]
    [Range(1e-12, 1.0)]
    public double MaxQ { get; init; } = 0.05;

    /// <summary>Lift of the pair, at least: with many baskets even the faintest connection is significant. The default is 3.</summary>
    [Description("Lift of a pair, at least.")]
    [Range(1.0001, 1e6)]
    public double MinLift { get; init; } = 3;

    /// <summary>A pair is learned from when one of the two is among so many strongest partners (baskets with both × ln lift) of the other. The default is 20.</summary>
    [Description("Partners of a product that are learned from, the strongest.")]
    [Range(1, 10_000)]
    public int MaxPartners { get; init; } = 20;

    /// <summary>
    /// How strongly best-sellers are held back: a pair is drawn by √(baskets with both × ln lift) / (pairs of the one × pairs of the other)^(discount / 2).
    /// At 0 products of many pairs fill the training, at 1 every product comes about equally often. The default is 0.5.
    /// </summary>
    [Description("How strongly products of many pairs are held back, 0 to 1.")]
    [Range(0.0, 1.0)]
    public double Discount { get; init; } = 0.5;

    /// <summary>Most pairs, drawn without replacement by their weights. The default is 20,000.</summary>
    [Description("Most pairs to learn from.")]
    [Range(2, 10_000_000)]
    public int MostPairs { get; init; } = 20_000;

    /// <summary>Share of the pairs that is kept out of training to stop it early, 0 for none. The default is 0.1.</summary>
    [Description("Share of the pairs kept out of training, to stop it early.")]
    [Range(0.0, 0.5)]
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>Whether each pair brings along a product that is like its second one but never bought with the first, where there is one. The default is true.</summary>
    [Description("Whether pairs bring along a substitute that is never bought with the first product.")]
    public bool HardNegatives { get; init; } = true;
}
