namespace Kindred.Numerics;

/// <summary>The hypergeometric distribution of the count both = |A ∩ B| when A and B are fixed in size and otherwise independent.</summary>
/// <remarks>
/// A population of <c>total</c> holds <c>first</c> members of A and <c>second</c> of B. Probabilities are natural logarithms, so
/// they keep their meaning far below 1e-308. The relative error of a probability is below 1e-10 wherever it is at least 1e-300.
/// Thread-safe.
/// </remarks>
public static class Hypergeometric
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>ln P(C = both); −∞ where the count is impossible.</summary>
    /// <param name="both">The count asked for.</param>
    /// <param name="first">Size of A, 0 to <paramref name="total"/>.</param>
    /// <param name="second">Size of B, 0 to <paramref name="total"/>.</param>
    /// <param name="total">Size of the population, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or above the population.</exception>
    public static double LogProbability(int both, int first, int second, int total)
    {
        Validate(first, second, total);
        if (both < Lowest(first, second, total) || both > Math.Min(first, second))
        {
            return double.NegativeInfinity;
        }

        return IsCertain(first, second, total) ? 0 : LogMass(both, first, second, total);
    }

    /// <summary>ln P(C ≥ both), the one-sided p-value of Fisher's exact test for "more often together than chance"; 0 (p = 1) where every table reaches it.</summary>
    /// <inheritdoc cref="LogProbability"/>
    public static double LogUpperTail(int both, int first, int second, int total)
    {
        Validate(first, second, total);
        if (both <= Lowest(first, second, total))
        {
            return 0;
        }

        if (both > Math.Min(first, second))
        {
            return double.NegativeInfinity;
        }

        // Sum the side that does not hold the mean: its terms fall at least geometrically and nothing cancels.
        return (long)both * total > (long)first * second
            ? LogMass(both, first, second, total) + Math.Log(SumUpwards(both, first, second, total))
            : Log1P(-Math.Exp(LogMass(both - 1, first, second, total)) * SumDownwards(both - 1, first, second, total));
    }

    /// <summary>The smallest count q with P(C ≤ q) ≥ <paramref name="probability"/>.</summary>
    /// <param name="probability">More than 0 and less than 1.</param>
    /// <param name="first">Size of A.</param>
    /// <param name="second">Size of B.</param>
    /// <param name="total">Size of the population.</param>
    public static int Quantile(double probability, int first, int second, int total)
    {
        Validate(first, second, total);
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's probability is more than 0 and less than 1.");
        }

        int low = Lowest(first, second, total);
        int high = Math.Min(first, second);
        int guess = Math.Clamp(NormalGuess(probability, first, second, total), low, high);

        // The tolerance of R's qhyper: a quantile that is hit exactly up to rounding counts as reached.
        double allowed = 1 - (probability * (1 - 2.2e-13));
        double above = Math.Exp(LogUpperTail(guess + 1, first, second, total));
        while (above > allowed && guess < high)
        {
            guess++;
            above -= Math.Exp(LogProbability(guess, first, second, total));
        }

        while (guess > low && above + Math.Exp(LogProbability(guess, first, second, total)) <= allowed)
        {
            above += Math.Exp(LogProbability(guess, first, second, total));
            guess--;
        }

        return guess;
    }

    private static int Lowest(int first, int second, int total) => (int)Math.Max(0, (long)first + second - total);

    private static bool IsCertain(int first, int second, int total) => first == 0 || second == 0 || first == total || second == total;

    private static int NormalGuess(double probability, int first, int second, int total)
    {
        if (total < 2)
        {
            return 0;
        }

        double mean = (double)first * second / total;
        double variance = mean * (1 - ((double)second / total)) * ((double)total - first) / (total - 1.0);
        return (int)Math.Round(mean + (NormalDistribution.Quantile(probability) * Math.Sqrt(variance)));
    }

    /// <summary>ln of the mass at a possible count: Stirling errors of the nine factorials less the deviances of the four cells.</summary>
    /// <remarks>
    /// Writing every factorial by Stirling's formula, the powers combine to Σ O ln(O/E) over the four cells with expected
    /// counts E, and all four share one exact difference O − E up to sign.
    /// </remarks>
    private static double LogMass(int both, int first, int second, int total)
    {
        long notFirst = (long)total - first;
        long notSecond = (long)total - second;
        long onlyFirst = (long)first - both;
        long onlySecond = (long)second - both;
        long neither = notFirst - onlySecond;
        double difference = (double)(((long)both * total) - ((long)first * second)) / total;
        double scale = 1.0 / total;

        double deviances = SaddlePoint.Deviance(both, first * scale * second, difference)
            + SaddlePoint.Deviance(onlyFirst, first * scale * notSecond, -difference)
            + SaddlePoint.Deviance(onlySecond, notFirst * scale * second, -difference)
            + SaddlePoint.Deviance(neither, notFirst * scale * notSecond, difference);
        return Correction(first) + Correction(notFirst) + Correction(second) + Correction(notSecond) - Correction(total)
            - Correction(both) - Correction(onlyFirst) - Correction(onlySecond) - Correction(neither) - deviances;
    }

    /// <summary>ln n! less n ln n − n: what remains of a factorial once its power is taken out.</summary>
    private static double Correction(long n) => n == 0 ? 0 : SaddlePoint.StirlingError(n) + HalfLogTwoPi + (0.5 * Math.Log(n));

    private static double SumUpwards(int both, int first, int second, int total)
    {
        double term = 1;
        double sum = 1;
        double remainder = (double)total - first - second;
        for (double k = both; k < Math.Min(first, second) && term > sum * 1e-17; k++)
        {
            term *= (first - k) * (second - k) / ((k + 1) * (remainder + k + 1));
            sum += term;
        }

        return sum;
    }

    private static double SumDownwards(int both, int first, int second, int total)
    {
        double term = 1;
        double sum = 1;
        double remainder = (double)total - first - second;
        for (double k = both; k > Lowest(first, second, total) && term > sum * 1e-17; k--)
        {
            term *= k * (remainder + k) / ((first - k + 1) * (second - k + 1));
            sum += term;
        }

        return sum;
    }

    /// <summary>ln(1 + x) for −1 ≤ x ≤ 0 without losing small x (Kahan's quotient form).</summary>
    private static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>e^x − 1 for x ≤ 0 without losing small x (Kahan's quotient form).</summary>
    internal static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1)
        {
            return x;
        }

        return power == 0 ? -1 : (power - 1) * x / Math.Log(power);
    }

    private static void Validate(int first, int second, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)first, (uint)total, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)second, (uint)total, nameof(second));
    }
}
