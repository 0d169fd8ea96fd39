using System.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>The contingency tables of a few rules side by side, one to a lane; counts are whole numbers, exact in a double.</summary>
internal readonly struct MeasureCells(Vector<double> both, Vector<double> antecedent, Vector<double> consequent, double total)
{
    /// <summary>n(XY).</summary>
    public readonly Vector<double> XY = both;

    /// <summary>n(X).</summary>
    public readonly Vector<double> X = antecedent;

    /// <summary>n(Y).</summary>
    public readonly Vector<double> Y = consequent;

    /// <summary>n, all baskets.</summary>
    public readonly Vector<double> N = new(total);

    /// <summary>n(X not Y): the counterexamples.</summary>
    public Vector<double> XNotY => X - XY;

    /// <summary>n(not X, Y).</summary>
    public Vector<double> NotXY => Y - XY;

    /// <summary>n(neither).</summary>
    public Vector<double> Neither => N - X - (Y - XY);

    /// <summary>n(not X).</summary>
    public Vector<double> NotX => N - X;

    /// <summary>n(not Y).</summary>
    public Vector<double> NotY => N - Y;

    /// <summary>n(XY) n − n(X) n(Y), which is 0 at independence.</summary>
    /// <remarks>
    /// Taken as n(XY) n(neither) − n(X not Y) n(not X, Y) with Kahan's fused difference of products: right to two units in the
    /// last place however close to independence, where the textbook differences of frequencies lose everything.
    /// </remarks>
    public Vector<double> Determinant
    {
        get
        {
            Vector<double> product = XNotY * NotXY;
            Vector<double> error = Vector.FusedMultiplyAdd(-XNotY, NotXY, product);
            return Vector.FusedMultiplyAdd(XY, Neither, -product) + error;
        }
    }
}
