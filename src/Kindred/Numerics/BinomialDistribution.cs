namespace Kindred.Numerics;

/// <summary>The number of successes in n independent trials of equal probability.</summary>
/// <remarks>Thread-safe. Loader's saddle-point form (see <see cref="SaddlePoint"/>) keeps the mass accurate for large n.</remarks>
public static class BinomialDistribution
{
    /// <summary>P(X ≥ successes).</summary>
    /// <param name="successes">The count asked for; at most 0 gives 1, above <paramref name="trials"/> gives 0.</param>
    /// <param name="trials">Number of trials, at least 0.</param>
    /// <param name="probability">Probability of a success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The trials are negative or the probability is outside 0 to 1.</exception>
    public static double UpperTail(long successes, long trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        }

        if (successes <= 0)
        {
            return 1;
        }

        if (successes > trials || probability == 0)
        {
            return 0;
        }

        if (probability == 1)
        {
            return 1;
        }

        // The side without the mean is summed: its terms fall at least geometrically.
        return successes > trials * probability
            ? Mass(successes, trials, probability) * SumUpwards(successes, trials, probability)
            : 1 - (Mass(successes - 1, trials, probability) * SumDownwards(successes - 1, trials, probability));
    }

    private static double Mass(long k, long n, double p)
    {
        if (k == 0 || k == n)
        {
            return Math.Pow(k == 0 ? 1 - p : p, n);
        }

        double logMass = SaddlePoint.StirlingError(n) - SaddlePoint.StirlingError(k) - SaddlePoint.StirlingError(n - k)
            - SaddlePoint.Deviance(k, n * p, k - (n * p)) - SaddlePoint.Deviance(n - k, n * (1 - p), (n * p) - k);
        return Math.Exp(logMass) * Math.Sqrt((double)n / (2 * Math.PI * k * (n - k)));
    }

    private static double SumUpwards(long k, long n, double p)
    {
        double term = 1;
        double sum = 1;
        double odds = p / (1 - p);
        for (double i = k; i < n && term > sum * 1e-17; i++)
        {
            term *= (n - i) / (i + 1) * odds;
            sum += term;
        }

        return sum;
    }

    private static double SumDownwards(long k, long n, double p)
    {
        double term = 1;
        double sum = 1;
        double odds = (1 - p) / p;
        for (double i = k; i > 0 && term > sum * 1e-17; i--)
        {
            term *= i / (n - i + 1) * odds;
            sum += term;
        }

        return sum;
    }
}
