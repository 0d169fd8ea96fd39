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
    /// the linear filter alone was better. The default, −1, takes of 0, 0.1, 0.3, 0.6, 1 and 2 what finds products held out of the training data best,
    /// which costs as much as another training. Wide taste shows in long histories; with short ones the filter takes away from what the products say.
    /// </summary>
    [Description("Weight of the ideal low-pass filter beside the linear one; -1 takes the one of 0, 0.1, 0.3, 0.6, 1 and 2 that finds products held out of the training data best.")]
    [Range(-1.0, 100.0)]
    [SearchRange(0, 1)]
    public double LowPassWeight { get; init; } = -1;

    /// <summary>
    /// γ: the linear filter divides a product's score by the number of its users to this power. The paper's filter has 0.5; where products have few users
    /// that puts those met once or twice on top, and 0 is far better. The default, −1, takes 0, 0.25 or 0.5 as it takes the weight, together with it.
    /// </summary>
    [Description("The linear filter divides a product's score by its users to this power; -1 takes the one of 0, 0.25 and 0.5 that finds products held out of the training data best.")]
    [Range(-1.0, 2.0)]
    [SearchRange(0, 1)]
    public double DegreeExponent { get; init; } = -1;

    /// <summary>Multiplications by the graph when the singular vectors are sought. The default is 10.</summary>
    [Description("Multiplications by the graph when the singular vectors are sought.")]
    [Range(1, 1000)]
    public int Iterations { get; init; } = 10;

    /// <summary>What the filters may be where the options leave it open: one where they do not.</summary>
    internal GraphFilterOptions[] Candidates()
    {
        double[] exponents = DegreeExponent >= 0 ? [DegreeExponent] : [0, 0.25, 0.5];
        double[] weights = LowPassWeight >= 0 ? [LowPassWeight] : Factors == 0 ? [0] : [0, 0.1, 0.3, 0.6, 1, 2];
        return [.. exponents.SelectMany(exponent => weights.Select(weight =>
            this with { DegreeExponent = exponent, LowPassWeight = weight, Factors = weight > 0 ? Factors : 0 }))];
    }
}
