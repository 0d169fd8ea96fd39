using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>A confidence interval; both ends belong to it.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Wilson's score interval for a proportion (Wilson, "Probable inference, the law of succession, and statistical inference", 1927).</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0; none gives the interval 0 to 1.</param>
    /// <param name="level">How often such intervals hold the true value, more than 0 and less than 1.</param>
    public static Interval Wilson(int successes, int trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)successes, (uint)trials, nameof(successes));
        double z = CriticalValue(level);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double p = (double)successes / trials;
        double square = z * z / trials;
        double centre = (p + (square / 2)) / (1 + square);
        double half = z * Math.Sqrt((p * (1 - p) / trials) + (square / (4 * trials))) / (1 + square);
        return new Interval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>An interval for the lift, symmetric in its logarithm, by the delta method for multinomial counts.</summary>
    /// <param name="counts">A valid table.</param>
    /// <param name="level">How often such intervals hold the true value, more than 0 and less than 1.</param>
    /// <returns>Lift · exp(∓ z s) with s² = 1/n(XY) − 1/n(X) − 1/n(Y) + (2 lift − 1)/n; 0 to ∞ where X and Y never meet.</returns>
    public static Interval Lift(ContingencyTable counts, double level = 0.95)
    {
        double z = CriticalValue(level);
        if (counts.Both == 0)
        {
            return new Interval(0, double.PositiveInfinity);
        }

        double variance = (1.0 / counts.Both) - (1.0 / counts.Antecedent) - (1.0 / counts.Consequent) + (((2 * counts.Lift) - 1) / counts.Total);
        double factor = Math.Exp(z * Math.Sqrt(Math.Max(0, variance)));
        return new Interval(counts.Lift / factor, counts.Lift * factor);
    }

    private static double CriticalValue(double level) => level is > 0 and < 1
        ? NormalDistribution.Quantile((1 + level) / 2)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level is more than 0 and less than 1.");
}
