using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

/// <summary>Plain linear algebra in double precision, against which the models are held, and random data for it.</summary>
internal static class DenseOracle
{
    /// <summary>The inverse by Gauss-Jordan elimination with row exchange.</summary>
    public static double[,] Invert(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var inverse = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            inverse[i, i] = 1;
        }

        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            for (int j = 0; j < n; j++)
            {
                (a[c, j], a[pivot, j]) = (a[pivot, j], a[c, j]);
                (inverse[c, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[c, j]);
            }

            for (int r = 0; r < n; r++)
            {
                double factor = r == c ? 1 - (1 / a[c, c]) : a[r, c] / a[c, c];
                for (int j = 0; j < n; j++)
                {
                    (double ac, double ic) = (a[c, j], inverse[c, j]);
                    a[r, j] -= factor * ac;
                    inverse[r, j] -= factor * ic;
                }
            }
        }

        return inverse;
    }

    /// <summary>Eigenvalues, falling, and one eigenvector a row, by the classic two-sided Jacobi rotations.</summary>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] symmetric)
    {
        int n = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        var v = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            v[i, i] = 1;
        }

        for (int rotation = 0; rotation < 30 * n * n; rotation++)
        {
            (int p, int q) = (rotation % (n * n) / n, rotation % n);
            if (p < q && Math.Abs(a[p, q]) > 1e-14)
            {
                double angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
                (double sin, double cos) = Math.SinCos(angle);
                for (int k = 0; k < n; k++)
                {
                    (a[k, p], a[k, q]) = ((cos * a[k, p]) - (sin * a[k, q]), (sin * a[k, p]) + (cos * a[k, q]));
                }

                for (int k = 0; k < n; k++)
                {
                    (a[p, k], a[q, k]) = ((cos * a[p, k]) - (sin * a[q, k]), (sin * a[p, k]) + (cos * a[q, k]));
                    (v[p, k], v[q, k]) = ((cos * v[p, k]) - (sin * v[q, k]), (sin * v[p, k]) + (cos * v[q, k]));
                }
            }
        }

        int[] falling = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        var sorted = new double[n, n];
        for (int i = 0; i < n * n; i++)
        {
            sorted[i / n, i % n] = v[falling[i / n], i % n];
        }

        return ([.. falling.Select(i => a[i, i])], sorted);
    }

    /// <summary>Random interactions: each user has some of the products, low rows more often, each with a weight of 1 to 3.</summary>
    public static InteractionData RandomData(int users, int items, ulong seed)
    {
        var random = new RandomStream(seed);
        var builder = new InteractionBuilder(ConformanceData.Products(items));
        for (int user = 0; user < users; user++)
        {
            for (int item = 0; item < items; item++)
            {
                if (random.NextDouble() < 0.6 / (1 + (8.0 * item / items)))
                {
                    builder.Add(user, item, 1 + random.NextInt(3));
                }
            }
        }

        return builder.Build(users);
    }
}
