using Kindred.Numerics;
using static System.Double;

namespace Kindred.Mining.Rules;

/// <summary>Measures from the hypergeometric distribution of n(XY) and from information theory (natural logarithms).</summary>
internal static class StatisticalMeasures
{
    private const string Hahsler = "Hahsler & Hornik (2007)";

    public static readonly RuleMeasure[] All =
    [
        Of("fishersExactTest", "P(C ≥ n(XY)), C hypergeometric", 0, 1, Hahsler, t => Math.Exp(LogP(t)), smallerIsBetter: true),
        Of("hyperConfidence", "P(C < n(XY)), C hypergeometric", 0, 1, Hahsler, t => -Hypergeometric.ExpMinusOne(LogP(t))),
        Of("hyperLift", "n(XY) / Q, Q the 99 % quantile of C", 0, PositiveInfinity, Hahsler,
            t => (double)t.Both / Hypergeometric.Quantile(0.99, t.Antecedent, t.Consequent, t.Total)),
        Of("mutualInformation", "Σ P(ij) ln(P(ij)/(P(i) P(j))) / min(H(X), H(Y))", 0, 1, "Tan, Kumar & Srivastava (2004)", MutualInformation),
        Of("jMeasure", "P(XY) ln(P(Y|X)/P(Y)) + P(X¬Y) ln(P(¬Y|X)/P(¬Y))", 0, PositiveInfinity, "Smyth & Goodman (1991)",
            t => (Deviance(t.Both, t.Antecedent, t.Consequent, t.Total) + Deviance((long)t.Antecedent - t.Both, t.Antecedent, (long)t.Total - t.Consequent, t.Total)) / t.Total),
    ];

    private static double LogP(ContingencyTable t) => Hypergeometric.LogUpperTail(t.Both, t.Antecedent, t.Consequent, t.Total);

    private static double MutualInformation(ContingencyTable t)
    {
        long notX = (long)t.Total - t.Antecedent;
        long notY = (long)t.Total - t.Consequent;
        long notXY = (long)t.Consequent - t.Both;
        double information = Deviance(t.Both, t.Antecedent, t.Consequent, t.Total)
            + Deviance((long)t.Antecedent - t.Both, t.Antecedent, notY, t.Total)
            + Deviance(notXY, notX, t.Consequent, t.Total)
            + Deviance(notX - notXY, notX, notY, t.Total);
        return information / t.Total / Math.Min(Entropy(t.Antecedent, t.Total), Entropy(t.Consequent, t.Total));
    }

    /// <summary>O ln(O/E) + E − O for one cell; summed over a row or the table the last two cancel, and no accuracy is lost near O = E.</summary>
    private static double Deviance(long observed, long row, long column, long total)
    {
        if (row == 0 || column == 0)
        {
            return 0;
        }

        return SaddlePoint.Deviance(observed, (double)row * column / total, (double)(((Int128)observed * total) - ((Int128)row * column)) / total);
    }

    private static double Entropy(long count, long total)
    {
        double p = (double)count / total;
        double q = (double)(total - count) / total;
        return -(p == 0 ? 0 : p * Math.Log(p)) - (q == 0 ? 0 : q * Math.Log(q));
    }

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, Func<ContingencyTable, double> compute, bool smallerIsBetter = false) =>
        new(new MeasureDescription(name, formula, low, high, source), compute) { SmallerIsBetter = smallerIsBetter };
}
