using System.Numerics;
using static System.Double;

namespace Kindred.Mining.Rules;

/// <summary>Measures of how often the parts of a rule occur.</summary>
internal static class FrequencyMeasures
{
    private const string Agrawal = "Agrawal, Imielinski & Swami (1993)";
    private const string Wu = "Wu, Chen & Han (2010)";
    private const string Tan = "Tan, Kumar & Srivastava (2004)";

    public static readonly RuleMeasure[] All =
    [
        Of("count", "n(XY)", 0, PositiveInfinity, Agrawal, (in c) => c.XY),
        Of("support", "P(XY)", 0, 1, Agrawal, (in c) => c.XY / c.N),
        Of("coverage", "P(X)", 0, 1, Agrawal, (in c) => c.X / c.N),
        Of("rhsSupport", "P(Y)", 0, 1, Agrawal, (in c) => c.Y / c.N),
        Of("table.n11", "n(XY)", 0, PositiveInfinity, "contingency table", (in c) => c.XY),
        Of("table.n10", "n(X¬Y)", 0, PositiveInfinity, "contingency table", (in c) => c.XNotY),
        Of("table.n01", "n(¬XY)", 0, PositiveInfinity, "contingency table", (in c) => c.NotXY),
        Of("table.n00", "n(¬X¬Y)", 0, PositiveInfinity, "contingency table", (in c) => c.Neither),
        Of("casualSupport", "P(XY) + P(¬X¬Y)", 0, 1, "Kodratoff (2001)", (in c) => (c.XY + c.Neither) / c.N),
        Of("ralambondrainy", "P(X¬Y)", 0, 1, "Diatta, Ralambondrainy & Totohasina (2007)", (in c) => c.XNotY / c.N, smallerIsBetter: true),
        Of("jaccard", "P(XY) / (P(X) + P(Y) − P(XY))", 0, 1, Tan, (in c) => c.XY / (c.X + c.NotXY)),
        Of("cosine", "P(XY) / √(P(X) P(Y))", 0, 1, Tan, (in c) => c.XY / Vector.SquareRoot(c.X * c.Y)),
        Of("kulczynski", "(P(Y|X) + P(X|Y)) / 2", 0, 1, Wu, (in c) => new Vector<double>(0.5) * ((c.XY / c.X) + (c.XY / c.Y))),
        Of("maxconfidence", "max(P(Y|X), P(X|Y))", 0, 1, Tan, (in c) => c.XY / Vector.Min(c.X, c.Y)),
        Of("imbalance", "|P(X) − P(Y)| / (P(X) + P(Y) − P(XY))", 0, 1, Wu, (in c) => Vector.Abs(c.X - c.Y) / (c.X + c.NotXY)),
    ];

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, RuleMeasure.VectorFormula compute, bool smallerIsBetter = false) =>
        new(new MeasureDescription(name, formula, low, high, source), compute) { SmallerIsBetter = smallerIsBetter };
}
