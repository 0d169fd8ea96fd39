using System.Numerics.Tensors;

namespace Kindred.Numerics;

/// <summary>Eigenvectors of a small symmetric matrix without negative eigenvalues.</summary>
/// <remarks>
/// One-sided Jacobi (Hestenes, 1958): rows of T are rotated in pairs until they are orthogonal; J T = diag(s) Wᵀ, and as Tᵀ T = W diag(s²) Wᵀ, the
/// rows divided by their lengths s are the eigenvectors and s the eigenvalues. Double precision; about eight sweeps of 3 n³ operations.
/// </remarks>
internal static class SymmetricEigen
{
    private const int MostSweeps = 40;

    /// <summary>Decomposes T = Wᵀ diag(values) W, largest value first; vectors of values that are 0 up to rounding are zeros.</summary>
    /// <param name="matrix">T, order × order, row-major, both triangles; overwritten with W, one eigenvector a row.</param>
    /// <param name="order">Order of T.</param>
    /// <returns>The eigenvalues, falling.</returns>
    public static double[] Decompose(double[] matrix, int order)
    {
        int sweeps = 0;
        while (Sweep(matrix, order) && sweeps < MostSweeps)
        {
            sweeps++;
        }

        return Sort(matrix, order);
    }

    private static bool Sweep(double[] matrix, int order)
    {
        bool rotated = false;
        for (int p = 0; p < order; p++)
        {
            for (int q = p + 1; q < order; q++)
            {
                rotated |= Rotate(matrix.AsSpan(p * order, order), matrix.AsSpan(q * order, order));
            }
        }

        return rotated;
    }

    private static bool Rotate(Span<double> x, Span<double> y)
    {
        double xx = TensorPrimitives.SumOfSquares<double>(x);
        double yy = TensorPrimitives.SumOfSquares<double>(y);
        double xy = TensorPrimitives.Dot<double>(x, y);
        if (Math.Abs(xy) <= 1e-12 * Math.Sqrt(xx * yy))
        {
            return false;
        }

        double ratio = (yy - xx) / (2 * xy);
        double tangent = Math.CopySign(1, ratio) / (Math.Abs(ratio) + Math.Sqrt(1 + (ratio * ratio)));
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        double sine = cosine * tangent;
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ((cosine * x[i]) - (sine * y[i]), (sine * x[i]) + (cosine * y[i]));
        }

        return true;
    }

    private static double[] Sort(double[] matrix, int order)
    {
        double[] lengths = [.. Enumerable.Range(0, order).Select(i => TensorPrimitives.Norm<double>(matrix.AsSpan(i * order, order)))];
        double smallest = 1e-13 * lengths.DefaultIfEmpty(0).Max();
        int[] falling = [.. Enumerable.Range(0, order).OrderByDescending(i => lengths[i])];
        var original = (double[])matrix.Clone();
        for (int target = 0; target < order; target++)
        {
            int source = falling[target];
            double scale = lengths[source] > smallest ? 1 / lengths[source] : 0;
            TensorPrimitives.Multiply(original.AsSpan(source * order, order), scale, matrix.AsSpan(target * order, order));
        }

        return [.. falling.Select(i => lengths[i])];
    }
}
