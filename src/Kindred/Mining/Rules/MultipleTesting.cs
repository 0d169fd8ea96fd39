namespace Kindred.Mining.Rules;

/// <summary>Corrects p-values for all hypotheses that were tested, those not shown included.</summary>
/// <remarks>
/// Works on natural logarithms, so that values below 1e-308 keep their order and size. When fewer p-values are given than
/// hypotheses were tested (the rest fell to filters), each is corrected as if all missing ones were larger. That can
/// only make a corrected value larger than it would be with all of them: the error rate still holds.
/// </remarks>
public static class MultipleTesting
{
    private const double EulerGamma = 0.57721566490153286061;

    /// <summary>Corrected p-values, as natural logarithms, in the order of the input.</summary>
    /// <param name="logP">Natural logarithms of p-values, each at most 0.</param>
    /// <param name="hypothesesTested">Number of hypotheses tested, at least the number given.</param>
    /// <param name="correction">The method.</param>
    /// <returns>ln q for each p-value; q is at least p and at most 1, and never falls as p grows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer hypotheses were tested than p-values are given.</exception>
    public static double[] Correct(ReadOnlySpan<double> logP, long hypothesesTested, PValueCorrection correction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hypothesesTested, logP.Length);
        double[] sorted = logP.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        switch (correction)
        {
            case PValueCorrection.BenjaminiHochberg:
                StepUp(sorted, Math.Log(hypothesesTested));
                break;
            case PValueCorrection.BenjaminiYekutieli:
                StepUp(sorted, Math.Log(hypothesesTested) + Math.Log(Harmonic(hypothesesTested)));
                break;
            case PValueCorrection.Holm:
                StepDown(sorted, hypothesesTested);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(correction), correction, "Not a known correction.");
        }

        var corrected = new double[sorted.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            corrected[order[rank]] = sorted[rank];
        }

        return corrected;
    }

    /// <summary>q(i) = min over j ≥ i of factor · p(j) / j, j being the rank from 1.</summary>
    private static void StepUp(double[] sorted, double logFactor)
    {
        double lowest = 0;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            lowest = Math.Min(lowest, sorted[i] + (logFactor - Math.Log(i + 1.0)));
            sorted[i] = Math.Max(lowest, sorted[i]);
        }
    }

    /// <summary>q(i) = max over j ≤ i of (m − j + 1) · p(j).</summary>
    private static void StepDown(double[] sorted, long tested)
    {
        double highest = double.NegativeInfinity;
        for (int i = 0; i < sorted.Length; i++)
        {
            highest = Math.Max(highest, sorted[i] + Math.Log(tested - i));
            sorted[i] = Math.Min(0, highest);
        }
    }

    /// <summary>1 + 1/2 + … + 1/n; beyond a million terms by the asymptotic series, exact to the last digit there.</summary>
    private static double Harmonic(long n)
    {
        if (n > 1_000_000)
        {
            return Math.Log(n) + EulerGamma + (1.0 / (2.0 * n));
        }

        double sum = 0;
        for (long i = n; i >= 1; i--)
        {
            sum += 1.0 / i;
        }

        return sum;
    }
}
