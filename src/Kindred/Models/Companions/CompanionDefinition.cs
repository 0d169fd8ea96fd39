using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>When a product counts as a companion of another: they meet often enough and more often than chance; the strongest are kept.</summary>
/// <remarks>Strength is the number of baskets with both × ln lift, which neither rare coincidences nor mere popularity can win.</remarks>
public record CompanionDefinition
{
    /// <summary>Baskets that hold both, at least. The default is 5.</summary>
    [Description("Baskets that hold both products, at least.")]
    [Range(1, 1_000_000)]
    public int MinPairCount { get; init; } = 5;

    /// <summary>Lift at least; above 1, so that every strength is above 0. The default is 3.</summary>
    [Description("Lift of the pair, at least.")]
    [Range(1.0001, 1e6)]
    public double MinLift { get; init; } = 3;

    /// <summary>Most companions of a product, the strongest. The default is 50.</summary>
    [Description("Companions kept for a product, the strongest.")]
    [Range(1, 10_000)]
    public int MaxCompanions { get; init; } = 50;
}
