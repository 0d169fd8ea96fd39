namespace Kindred.Mining.Rules;

/// <summary>How p-values are corrected for the number of hypotheses that were tested.</summary>
public enum PValueCorrection
{
    /// <summary>False discovery rate under independence or positive dependence (Benjamini &amp; Hochberg, 1995).</summary>
    BenjaminiHochberg,

    /// <summary>False discovery rate under any dependence (Benjamini &amp; Yekutieli, 2001).</summary>
    BenjaminiYekutieli,

    /// <summary>Family-wise error rate under any dependence (Holm, 1979).</summary>
    Holm,
}
