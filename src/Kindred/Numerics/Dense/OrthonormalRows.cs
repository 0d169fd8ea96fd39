using System.Numerics.Tensors;

namespace Kindred.Numerics;

/// <summary>Gram-Schmidt on the rows of a matrix, in blocks so that most of the work is done on several threads.</summary>
internal static class OrthonormalRows
{
    private const int Block = 16;

    // What is left of a row after projection must be more than rounding of single precision.
    private const double Smallest = 1e-5;

    /// <summary>Makes the rows orthonormal; a row that depends on earlier ones becomes zeros.</summary>
    /// <param name="rows">The rows; overwritten.</param>
    /// <param name="parallel">Threads; their number does not change the result.</param>
    public static void Make(FactorMatrix rows, ParallelOptions parallel)
    {
        var before = new float[rows.Rows];
        Parallel.For(0, rows.Rows, parallel, row => before[row] = TensorPrimitives.Norm<float>(rows.Row(row)));
        for (int start = 0; start < rows.Rows; start += Block)
        {
            int end = Math.Min(rows.Rows, start + Block);
            for (int row = start; row < end; row++)
            {
                // Earlier blocks are projected out already; twice is enough (Giraud et al., 2005).
                Project(rows, start, row, row);
                Project(rows, 0, row, row);
                Normalise(rows.Row(row), before[row]);
            }

            Parallel.For(end, rows.Rows, parallel, row => Project(rows, start, end, row));
        }
    }

    private static void Project(FactorMatrix rows, int first, int end, int row)
    {
        Span<float> target = rows.Row(row);
        for (int other = first; other < end; other++)
        {
            ReadOnlySpan<float> unit = rows.Row(other);
            ShortVectors.AddScaled(unit, -ShortVectors.Dot(unit, target), target);
        }
    }

    private static void Normalise(Span<float> row, float before)
    {
        float norm = TensorPrimitives.Norm<float>(row);
        TensorPrimitives.Multiply(row, norm > Smallest * before ? 1 / norm : 0, row);
    }
}
