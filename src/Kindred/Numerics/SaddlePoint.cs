namespace Kindred.Numerics;

/// <summary>The two functions of C. Loader, "Fast and accurate computation of binomial probabilities" (2000): they give
/// logarithms of factorial ratios without the cancellation that differences of log-gamma values suffer for large counts.</summary>
internal static class SaddlePoint
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const int TableSize = 16;
    private static readonly double[] SmallErrors = BuildTable();

    /// <summary>ln n! − ((n + ½) ln n − n + ½ ln 2π), the error of Stirling's formula; 0 for n = 0 by convention.</summary>
    public static double StirlingError(long n)
    {
        if (n < TableSize)
        {
            return SmallErrors[n];
        }

        double inverse = 1.0 / n;
        double square = inverse * inverse;
        return inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
    }

    /// <summary>observed · ln(observed / expected) + expected − observed, never negative (Loader's bd0).</summary>
    /// <param name="observed">At least 0.</param>
    /// <param name="expected">More than 0.</param>
    /// <param name="difference">observed − expected, given apart because the caller knows it more exactly.</param>
    public static double Deviance(double observed, double expected, double difference)
    {
        if (observed == 0)
        {
            return expected;
        }

        if (Math.Abs(difference) >= 0.1 * (observed + expected))
        {
            return (observed * Math.Log(observed / expected)) - difference;
        }

        // ln(observed / expected) = 2 artanh(v), v = difference / sum: the first terms cancel by algebra, not by rounding.
        double v = difference / (observed + expected);
        double sum = difference * v;
        double term = 2 * observed * v;
        double square = v * v;
        for (int odd = 3; ; odd += 2)
        {
            term *= square;
            double next = sum + (term / odd);
            if (next == sum)
            {
                return next;
            }

            sum = next;
        }
    }

    private static double[] BuildTable()
    {
        var errors = new double[TableSize];
        double factorial = 1;
        for (int n = 1; n < TableSize; n++)
        {
            factorial *= n;
            errors[n] = Math.Log(factorial) - (((n + 0.5) * Math.Log(n)) - n + HalfLogTwoPi);
        }

        return errors;
    }
}
