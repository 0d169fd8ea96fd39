using System.Numerics;
using static System.Double;

namespace Kindred.Mining.Rules;

/// <summary>Measures of departure from independence that treat X and Y alike. D = n(XY) n − n(X) n(Y).</summary>
internal static class DependenceMeasures
{
    private const string Tan = "Tan, Kumar & Srivastava (2004)";

    public static readonly RuleMeasure[] All =
    [
        Of("lift", "P(XY) / (P(X) P(Y))", 0, PositiveInfinity, "Brin, Motwani, Ullman & Tsur (1997)", (in c) => c.XY / c.X * (c.N / c.Y)),
        Of("leverage", "P(XY) − P(X) P(Y)", -0.25, 0.25, "Piatetsky-Shapiro (1991)", (in c) => c.Determinant / (c.N * c.N)),
        Of("varyingLiaison", "lift − 1", -1, PositiveInfinity, "Bernard & Charron (1996)", (in c) => c.Determinant / (c.X * c.Y)),
        Of("lerman", "(n(XY) − n(X) n(Y)/n) / √(n(X) n(Y)/n)", NegativeInfinity, PositiveInfinity, "Lerman (1981)",
            (in c) => c.Determinant / Vector.SquareRoot(c.X * c.Y * c.N)),
        Of("phi", "D / √(n(X) n(Y) n(¬X) n(¬Y))", -1, 1, Tan, (in c) => c.Determinant / Vector.SquareRoot(c.X * c.NotX) / Vector.SquareRoot(c.Y * c.NotY)),
        Of("chiSquared", "n D² / (n(X) n(Y) n(¬X) n(¬Y)) = Σ (O − E)²/E", 0, PositiveInfinity, "Brin, Motwani & Silverstein (1997)",
            (in c) => c.N * (c.Determinant / (c.X * c.NotX)) * (c.Determinant / (c.Y * c.NotY))),
        Of("kappa", "(P(XY) + P(¬X¬Y) − P(X) P(Y) − P(¬X) P(¬Y)) / (1 − P(X) P(Y) − P(¬X) P(¬Y))", -1, 1, Tan,
            (in c) => (c.Determinant + c.Determinant) / ((c.X * c.NotY) + (c.NotX * c.Y))),
        Of("oddsRatio", "n(XY) n(¬X¬Y) / (n(X¬Y) n(¬XY))", 0, PositiveInfinity, Tan, (in c) => c.XY * c.Neither / (c.XNotY * c.NotXY)),
        Of("yuleQ", "(OR − 1) / (OR + 1), OR the odds ratio", -1, 1, Tan, (in c) => c.Determinant / ((c.XY * c.Neither) + (c.XNotY * c.NotXY))),
        Of("yuleY", "(√OR − 1) / (√OR + 1), OR the odds ratio", -1, 1, Tan, YuleY),
        Of("collectiveStrength", "(P(XY) + P(¬X¬Y)) / (P(X) P(Y) + P(¬X) P(¬Y)) · (1 − P(X) P(Y) − P(¬X) P(¬Y)) / (1 − P(XY) − P(¬X¬Y))",
            0, PositiveInfinity, "Aggarwal & Yu (1998)", CollectiveStrength),
        Of("RLD", "D/(D + n min(n(X¬Y), n(¬XY))) if D > 0, else D/(D − n min(n(XY), n(¬X¬Y)))", 0, 1, "Kenett & Salini (2008)", RelativeLinkage),
        Of("stdLift", "(lift − λ)/(υ − λ), λ = max(P(X) + P(Y) − 1, 1/n)/(P(X) P(Y)), υ = 1/max(P(X), P(Y))", NegativeInfinity, 1,
            "McNicholas, Murphy & O'Regan (2008)", StandardisedLift),
    ];

    /// <summary>(√a − √b)/(√a + √b) = (a − b)/(√a + √b)², a and b the two diagonal products.</summary>
    private static Vector<double> YuleY(in MeasureCells c)
    {
        Vector<double> sum = Vector.SquareRoot(c.XY * c.Neither) + Vector.SquareRoot(c.XNotY * c.NotXY);
        return c.Determinant / (sum * sum);
    }

    private static Vector<double> CollectiveStrength(in MeasureCells c)
    {
        Vector<double> agree = c.XY + c.Neither;
        Vector<double> disagree = c.XNotY + c.NotXY;
        Vector<double> expectedAgree = (c.X * c.Y) + (c.NotX * c.NotY);
        Vector<double> expectedDisagree = (c.X * c.NotY) + (c.NotX * c.Y);
        return agree / disagree * (expectedDisagree / expectedAgree);
    }

    private static Vector<double> RelativeLinkage(in MeasureCells c)
    {
        Vector<double> d = c.Determinant / c.N;
        Vector<double> above = d / (d + Vector.Min(c.XNotY, c.NotXY));
        Vector<double> below = d / (d - Vector.Min(c.XY, c.Neither));
        // Adding zero makes the -0 of exact independence a 0.
        return Vector.ConditionalSelect(Vector.GreaterThan(d, Vector<double>.Zero), above, below) + Vector<double>.Zero;
    }

    /// <summary>All three lifts times P(X) P(Y), which leaves (n(XY) − λ')/(υ' − λ') in counts; 1 where both bounds are one.</summary>
    private static Vector<double> StandardisedLift(in MeasureCells c)
    {
        Vector<double> lowest = Vector.Max(c.X + c.Y - c.N, Vector<double>.One);
        Vector<double> highest = Vector.Min(c.X, c.Y);
        Vector<double> standard = (c.XY - lowest) / (highest - lowest);
        return Vector.ConditionalSelect(Vector.Equals(highest, lowest) & Vector.Equals(c.XY, lowest), Vector<double>.One, standard);
    }

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, RuleMeasure.VectorFormula compute) =>
        new(new MeasureDescription(name, formula, low, high, source), compute);
}
