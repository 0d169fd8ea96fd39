namespace Kindred.Mining.Rules;

/// <summary>A rule found in earlier baskets, seen in later ones.</summary>
/// <param name="Discovery">The counts where it was found.</param>
/// <param name="HoldOut">The counts in the later baskets.</param>
/// <param name="LogP">ln p of Fisher's exact one-sided test in the later baskets alone.</param>
/// <param name="LogQ">ln of that p-value corrected for all rules carried over.</param>
/// <param name="Verdict">What follows.</param>
public readonly record struct HoldOutResult(ContingencyTable Discovery, ContingencyTable HoldOut, double LogP, double LogQ, HoldOutVerdict Verdict)
{
    /// <summary>Lift in the later baskets; NaN where either side is in none of them.</summary>
    public double Lift => HoldOut.Lift;
}
