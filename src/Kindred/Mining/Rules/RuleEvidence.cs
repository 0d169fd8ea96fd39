using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>Everything a reader needs to recount a rule and judge it. Immutable.</summary>
public sealed record RuleEvidence
{
    private const double Ln10 = 2.30258509299404568402;

    /// <summary>The four counts; all else but the correction follows from them.</summary>
    public required ContingencyTable Counts { get; init; }

    /// <summary>How often the intervals hold the true value.</summary>
    public required double Level { get; init; }

    /// <summary>log₁₀ of the p-value of <see cref="Test"/>; may lie far below −308.</summary>
    public required double Log10P { get; init; }

    /// <summary>log₁₀ of the p-value corrected by <see cref="Correction"/> for <see cref="HypothesesTested"/>.</summary>
    public required double Log10Q { get; init; }

    /// <summary>How the p-value was corrected.</summary>
    public required PValueCorrection Correction { get; init; }

    /// <summary>All hypotheses that were tested, those not shown included.</summary>
    public required long HypothesesTested { get; init; }

    /// <summary>When the baskets were bought; null where they carry no times.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>The name of the test.</summary>
    public string Test { get; init; } = "Fisher's exact test, one-sided";

    /// <summary>P(XY).</summary>
    public double Support => (double)Counts.Both / Counts.Total;

    /// <summary>P(Y | X).</summary>
    public double Confidence => Counts.Confidence;

    /// <summary>Wilson's interval for <see cref="Confidence"/>.</summary>
    public Interval ConfidenceInterval => Interval.Wilson(Counts.Both, Counts.Antecedent, Level);

    /// <summary>P(X | Y).</summary>
    public double ReverseConfidence => Counts.ReverseConfidence;

    /// <summary>Wilson's interval for <see cref="ReverseConfidence"/>.</summary>
    public Interval ReverseConfidenceInterval => Interval.Wilson(Counts.Both, Counts.Consequent, Level);

    /// <summary>Times as many baskets in common as chance gives.</summary>
    public double Lift => Counts.Lift;

    /// <summary>The log-lift interval for <see cref="Lift"/>.</summary>
    public Interval LiftInterval => Interval.Lift(Counts, Level);

    /// <summary>The p-value; 0 below the range of a double, where <see cref="Log10P"/> still tells.</summary>
    public double P => Math.Pow(10, Log10P);

    /// <summary>The corrected p-value; 0 below the range of a double, where <see cref="Log10Q"/> still tells.</summary>
    public double Q => Math.Pow(10, Log10Q);

    /// <summary>Evidence from counts and a corrected p-value.</summary>
    /// <param name="counts">A valid table.</param>
    /// <param name="logQ">Natural logarithm of the corrected p-value, as from <see cref="RuleTable.LogQValues"/>.</param>
    /// <param name="correction">How it was corrected.</param>
    /// <param name="hypothesesTested">For how many hypotheses.</param>
    /// <param name="window">When the baskets were bought, if known.</param>
    /// <param name="level">How often the intervals hold the true value.</param>
    public static RuleEvidence Create(ContingencyTable counts, double logQ, PValueCorrection correction, long hypothesesTested, TimeWindow? window = null, double level = 0.95) => new()
    {
        Counts = counts,
        Level = level,
        Log10P = Hypergeometric.LogUpperTail(counts.Both, counts.Antecedent, counts.Consequent, counts.Total) / Ln10,
        Log10Q = logQ / Ln10,
        Correction = correction,
        HypothesesTested = hypothesesTested,
        Window = window,
    };
}
