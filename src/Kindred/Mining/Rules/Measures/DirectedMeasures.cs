using System.Numerics;
using static System.Double;

namespace Kindred.Mining.Rules;

/// <summary>Measures that tell X ⇒ Y from Y ⇒ X.</summary>
internal static class DirectedMeasures
{
    private const string Tan = "Tan, Kumar & Srivastava (2004)";
    private const string Kodratoff = "Kodratoff (2001)";

    public static readonly RuleMeasure[] All =
    [
        Of("confidence", "P(Y|X)", 0, 1, "Agrawal, Imielinski & Swami (1993)", (in c) => c.XY / c.X),
        Of("laplace", "(n(XY) + 1) / (n(X) + 2)", 0, 1, Tan, (in c) => (c.XY + Vector<double>.One) / (c.X + new Vector<double>(2))),
        Of("addedValue", "P(Y|X) − P(Y)", -1, 1, Tan, (in c) => c.Determinant / (c.X * c.N)),
        Of("centeredConfidence", "P(¬Y) − P(¬Y|X), equal to addedValue", -1, 1, Tan, (in c) => c.Determinant / (c.X * c.N)),
        Of("certainty", "(P(Y|X) − P(Y)) / (1 − P(Y))", NegativeInfinity, 1, "Galiano, Blanco, Sánchez & Vila (2002)", (in c) => c.Determinant / (c.X * c.NotY)),
        Of("klosgen", "√P(XY) (P(Y|X) − P(Y))", -1, 1, Tan, (in c) => Vector.SquareRoot(c.XY / c.N) * (c.Determinant / (c.X * c.N))),
        Of("doc", "P(Y|X) − P(Y|¬X)", -1, 1, "Hofmann & Wilhelm (2001)", (in c) => c.Determinant / (c.X * c.NotX)),
        Of("relativeRisk", "P(Y|X) / P(Y|¬X)", 0, PositiveInfinity, "Sistrom & Garvan (2004)", (in c) => c.XY / c.X * (c.NotX / c.NotXY)),
        Of("conviction", "P(X) P(¬Y) / P(X¬Y)", 0, PositiveInfinity, "Brin, Motwani, Ullman & Tsur (1997)", (in c) => c.X / c.XNotY * (c.NotY / c.N)),
        Of("sebag", "P(XY) / P(X¬Y)", 0, PositiveInfinity, "Sebag & Schoenauer (1988)", (in c) => c.XY / c.XNotY),
        Of("counterexample", "(n(XY) − n(X¬Y)) / n(XY)", NegativeInfinity, 1, "Hahsler's catalogue", (in c) => (c.XY - c.XNotY) / c.XY),
        Of("confirmedConfidence", "P(Y|X) − P(¬Y|X)", -1, 1, Tan, (in c) => (c.XY - c.XNotY) / c.X),
        Of("casualConfidence", "(P(Y|X) + P(¬Y|¬X)) / 2", 0, 1, Kodratoff, (in c) => new Vector<double>(0.5) * ((c.XY / c.X) + (c.Neither / c.NotX))),
        Of("leastContradiction", "(P(XY) − P(X¬Y)) / P(Y)", NegativeInfinity, 1, "Azé & Kodratoff (2004)", (in c) => (c.XY - c.XNotY) / c.Y),
        Of("implicationIndex", "(n(X¬Y) − n(X) n(¬Y)/n) / √(n(X) n(¬Y)/n)", NegativeInfinity, PositiveInfinity, "Gras (1996)",
            (in c) => -c.Determinant / Vector.SquareRoot(c.X * c.NotY * c.N), smallerIsBetter: true),
        Of("importance", "log₁₀( ((n(XY) + 1)/(n(X) + 2)) / ((n(¬XY) + 1)/(n(¬X) + 2)) )", NegativeInfinity, PositiveInfinity, "Microsoft Association Algorithm, technical reference",
            t => Math.Log10((t.Both + 1.0) / (t.Antecedent + 2.0) / ((t.Consequent - t.Both + 1.0) / ((double)t.Total - t.Antecedent + 2.0)))),
        Of("rulePowerFactor", "P(XY) P(Y|X)", 0, 1, "Ochin, Kumar & Joshi (2016)", (in c) => c.XY / c.N * (c.XY / c.X)),
        Of("gini", "P(X)(P(Y|X)² + P(¬Y|X)²) + P(¬X)(P(Y|¬X)² + P(¬Y|¬X)²) − P(Y)² − P(¬Y)²", 0, 0.5, Tan, Gini),
        Of("lambda", "(max(n(XY), n(X¬Y)) + max(n(¬XY), n(¬X¬Y)) − max(n(Y), n(¬Y))) / (n − max(n(Y), n(¬Y)))", 0, 1, Tan, Lambda),
    ];

    /// <summary>2 D² / (n² n(X) n(¬X)): the four squares of the formula reduce to it.</summary>
    private static Vector<double> Gini(in MeasureCells c) =>
        new Vector<double>(2) * (c.Determinant / (c.N * c.X)) * (c.Determinant / (c.N * c.NotX));

    private static Vector<double> Lambda(in MeasureCells c)
    {
        Vector<double> mode = Vector.Max(c.Y, c.NotY);
        return (Vector.Max(c.XY, c.XNotY) + Vector.Max(c.NotXY, c.Neither) - mode) / (c.N - mode);
    }

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, RuleMeasure.VectorFormula compute, bool smallerIsBetter = false) =>
        new(new MeasureDescription(name, formula, low, high, source), compute) { SmallerIsBetter = smallerIsBetter };

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, Func<ContingencyTable, double> compute) =>
        new(new MeasureDescription(name, formula, low, high, source), compute);
}
