using System.Numerics;
using System.Numerics.Tensors;

namespace Kindred.Numerics;

/// <summary>Small symmetric positive definite systems, row-major, lower triangle: A = L Lᵀ.</summary>
/// <remarks>Row by row, so that every inner step is a dot product of two contiguous rows. n³/3 operations.</remarks>
internal static class Cholesky
{
    /// <summary>The least share of a diagonal element that may be left of it: below, the rounding of single precision decides.</summary>
    public const double SmallestPivot = 1e-6;

    /// <summary>Replaces the lower triangle of A by L; false where A is not positive definite up to rounding.</summary>
    /// <param name="matrix">At least n rows of <paramref name="stride"/> elements; the upper triangle is neither read nor written.</param>
    /// <param name="n">Order of A.</param>
    /// <param name="stride">Elements from one row to the next, at least n.</param>
    public static bool TryFactor<T>(Span<T> matrix, int n, int stride)
        where T : struct, IRootFunctions<T>
    {
        var smallest = T.CreateChecked(SmallestPivot);
        for (int i = 0; i < n; i++)
        {
            Span<T> row = matrix.Slice(i * stride, i + 1);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<T> other = matrix.Slice(j * stride, j + 1);
                row[j] = (row[j] - TensorPrimitives.Dot(row[..j], other[..j])) / other[j];
            }

            T pivot = row[i] - TensorPrimitives.SumOfSquares<T>(row[..i]);
            if (!(pivot - (row[i] * smallest) is var rest && T.IsFinite(rest) && T.IsPositive(rest) && !T.IsZero(rest)))
            {
                return false;
            }

            row[i] = T.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>The same for small systems in whole vectors: column by column, so that no inner step sums across a vector.</summary>
    /// <param name="matrix">n rows of <paramref name="stride"/> elements; the upper triangle becomes anything.</param>
    /// <param name="n">Order of A.</param>
    /// <param name="stride">Elements from one row to the next: a multiple of 16.</param>
    /// <param name="scratch">At least 2 × <paramref name="stride"/> elements.</param>
    public static bool TryFactorPadded(Span<float> matrix, int n, int stride, Span<float> scratch)
    {
        Span<float> column = scratch[..stride];
        Span<float> smallest = scratch.Slice(stride, n);
        for (int i = 0; i < n; i++)
        {
            smallest[i] = matrix[(i * stride) + i] * (float)SmallestPivot;
        }

        for (int k = 0; k < n; k++)
        {
            float pivot = matrix[(k * stride) + k];
            if (!(pivot > smallest[k] && float.IsFinite(pivot)))
            {
                return false;
            }

            float scale = 1 / MathF.Sqrt(pivot);
            column.Clear();
            for (int i = k; i < n; i++)
            {
                column[i] = matrix[(i * stride) + k] *= scale;
            }

            // Zeros stand for the columns that are done, so that the steps may begin at a whole vector.
            column[k] = 0;
            SubtractColumn(matrix, k + 1, n, stride, column);
        }

        return true;
    }

    // A(i, j) −= c(i) c(j) for i from first on and j ≤ i.
    private static void SubtractColumn(Span<float> matrix, int first, int n, int stride, ReadOnlySpan<float> column)
    {
        int lanes = Vector<float>.Count;
        int start = first / lanes * lanes;
        for (int i = first; i < n; i++)
        {
            var factor = new Vector<float>(-column[i]);
            Span<float> row = matrix.Slice(i * stride, stride);
            for (int j = start; j <= i; j += lanes)
            {
                Vector.MultiplyAddEstimate(factor, new Vector<float>(column[j..]), new Vector<float>(row[j..])).CopyTo(row[j..]);
            }
        }
    }

    /// <summary>Replaces b by the solution of A x = b, given L.</summary>
    public static void Solve<T>(ReadOnlySpan<T> factor, int n, int stride, Span<T> b)
        where T : struct, IRootFunctions<T>
    {
        for (int i = 0; i < n; i++)
        {
            b[i] = (b[i] - TensorPrimitives.Dot(factor.Slice(i * stride, i), b[..i])) / factor[(i * stride) + i];
        }

        // Lᵀ x = y by columns of Lᵀ, which are rows of L.
        for (int i = n - 1; i >= 0; i--)
        {
            b[i] /= factor[(i * stride) + i];
            TensorPrimitives.MultiplyAdd(factor.Slice(i * stride, i), -b[i], b[..i], b[..i]);
        }
    }
}
