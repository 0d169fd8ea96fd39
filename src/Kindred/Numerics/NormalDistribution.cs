namespace Kindred.Numerics;

/// <summary>The standard normal distribution.</summary>
/// <remarks>Thread-safe.</remarks>
public static class NormalDistribution
{
    /// <summary>The value below which a standard normal variable falls with the given probability, to about 15 digits.</summary>
    /// <param name="probability">0 to 1; 0 gives −∞ and 1 gives +∞.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1 or not a number.</exception>
    /// <remarks>Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988), routine PPND16.</remarks>
    public static double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        }

        double centred = probability - 0.5;
        if (Math.Abs(centred) <= 0.425)
        {
            return Central(centred);
        }

        double tail = Math.Min(probability, 1 - probability);
        if (tail == 0)
        {
            return centred < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        double root = Math.Sqrt(-Math.Log(tail));
        return Math.CopySign(root <= 5 ? Middle(root - 1.6) : Far(root - 5), centred);
    }

    private static double Central(double centred)
    {
        double r = 0.180625 - (centred * centred);
        return centred * Horner(r, [3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727])
            / Horner(r, [1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
                21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610]);
    }

    private static double Middle(double r) =>
        Horner(r, [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
            1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4])
        / Horner(r, [1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
            0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9]);

    private static double Far(double r) =>
        Horner(r, [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
            0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7])
        / Horner(r, [1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
            7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15]);

    private static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        double value = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            value = (value * x) + coefficients[i];
        }

        return value;
    }
}
