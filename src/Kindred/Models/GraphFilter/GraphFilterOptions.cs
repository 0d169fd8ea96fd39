using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="GraphFilterModel"/>.</summary>
public sealed record GraphFilterOptions
{
    /// <summary>Singular vectors that the ideal low-pass filter lets through; 0 for the linear filter alone. The default is 128.</summary>
    [Description("Singular vectors that the ideal low-pass filter lets through; 0 for the linear filter alone.")]
    [Range(0, 2048)]
    [SearchRange(32, 512, Logarithmic = true)]
    public int Factors { get; init; } = 128;

    /// <summary>
    /// α: weight of the ideal low-pass filter beside the linear one; 0 for the linear filter alone, whose model is far smaller. The paper has 0.3, or 0 where
    /// the linear filter alone was better. The default, −1, goes by the mean number h of products of a user: 0.6 (h / 100)², at most 0.6, and 0 where
    /// products have fewer than 50 users on average. Wide taste shows in long histories; with short ones the filter takes away from what the products say.
    /// </summary>
    [Description("Weight of the ideal low-pass filter beside the linear one; -1 takes 0.6 (h / 100)², at most 0.6, h the mean number of products of a user, and 0 for products of fewer than 50 users on average.")]
    [Range(-1.0, 100.0)]
    [SearchRange(0, 1)]
    public double LowPassWeight { get; init; } = -1;

    /// <summary>
    /// γ: the linear filter divides a product's score by the number of its users to this power. The paper's filter has 0.5; where products have few users
    /// that puts those met once or twice on top, and 0 is far better. The default, −1, takes 0.5 for data of 50 or more users a product, else 0.
    /// </summary>
    [Description("The linear filter divides a product's score by its users to this power; -1 takes 0.5 for products of 50 users or more on average, else 0.")]
    [Range(-1.0, 2.0)]
    [SearchRange(0, 1)]
    public double DegreeExponent { get; init; } = -1;

    /// <summary>Multiplications by the graph when the singular vectors are sought. The default is 10.</summary>
    [Description("Multiplications by the graph when the singular vectors are sought.")]
    [Range(1, 1000)]
    public int Iterations { get; init; } = 10;

    /// <summary>The options with what is left open taken from the data; 0 factors where they have no weight.</summary>
    internal GraphFilterOptions For(InteractionData data)
    {
        bool dense = data.ManyUsersEach();
        double open = dense ? Math.Min(0.6, 0.6 * Math.Pow(data.MeanProducts() / 100, 2)) : 0;
        double weight = LowPassWeight >= 0 ? LowPassWeight : open;
        double exponent = DegreeExponent >= 0 ? DegreeExponent : dense ? 0.5 : 0;
        return this with { LowPassWeight = weight, DegreeExponent = exponent, Factors = weight > 0 ? Factors : 0 };
    }
}
