using System.Numerics.Tensors;
using Kindred.Domain;

namespace Kindred.Numerics;

/// <summary>The largest singular values of a sparse matrix and their right singular vectors.</summary>
/// <remarks>
/// Randomised subspace iteration with oversampling (Halko, Martinsson &amp; Tropp, SIAM Review 53, 2011, algorithms 4.4 and 5.1): a random basis is
/// multiplied by Aᵀ A and made orthonormal again and again, then AᵀA is diagonalised on it. Seeded; any number of threads gives the same bits.
/// Work: 4 (rank + oversampling) operations a stored value and iteration, and 2 n (rank + oversampling)² for orthonormality.
/// </remarks>
internal static class TruncatedSvd
{
    /// <summary>Computes the largest singular values, falling, and one right singular vector a row.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="rank">How many; at most the smaller side of A counts.</param>
    /// <param name="iterations">Multiplications by Aᵀ A; more separate values that lie close together.</param>
    /// <param name="seed">Seed of the first basis.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <param name="progress">Receives progress; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Values and vectors; a value of 0 has a vector of zeros.</returns>
    public static (double[] Values, FactorMatrix Vectors) Compute(
        SparseMatrix matrix, int rank, int iterations, ulong seed, int threads, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        int width = Math.Min(rank + Math.Max(10, rank / 4), Math.Min(matrix.RowCount, matrix.ColumnCount));
        rank = Math.Min(rank, width);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        cancellation.ThrowIfCancellationRequested();
        if (rank == 0)
        {
            return ([], new FactorMatrix(matrix.ColumnCount, []));
        }

        SparseMatrix transposed = matrix.Transpose();
        FactorMatrix basis = FactorMatrix.Gaussian(width, matrix.ColumnCount, 1, seed);
        OrthonormalRows.Make(basis, parallel);
        for (int i = 0; i < iterations; i++)
        {
            FactorMatrix images = Multiply(transposed, Multiply(matrix, Transpose(basis), parallel), parallel);
            basis = Transpose(images);
            OrthonormalRows.Make(basis, parallel);
            progress?.Report(new StageProgress("finding singular vectors", (i + 1.0) / iterations));
        }

        return Diagonalise(matrix, basis, rank, parallel);
    }

    // Singular values of A on the basis: T = (A Q)ᵀ (A Q).
    private static (double[] Values, FactorMatrix Vectors) Diagonalise(SparseMatrix matrix, FactorMatrix basis, int rank, ParallelOptions parallel)
    {
        int width = basis.Rows;
        FactorMatrix images = Transpose(Multiply(matrix, Transpose(basis), parallel));
        var small = new double[width * width];
        Parallel.For(0, width, parallel, i =>
        {
            for (int j = 0; j <= i; j++)
            {
                small[(i * width) + j] = small[(j * width) + i] = TensorPrimitives.Dot<float>(images.Row(i), images.Row(j));
            }
        });
        double[] squares = SymmetricEigen.Decompose(small, width);
        var vectors = new FactorMatrix(rank, basis.Factors);
        Parallel.For(0, rank, parallel, i =>
        {
            for (int j = 0; j < width; j++)
            {
                ShortVectors.AddScaled(basis.Row(j), (float)small[(i * width) + j], vectors.Row(i));
            }
        });
        return ([.. squares.Take(rank).Select(Math.Sqrt)], vectors);
    }

    // Row r of the product is the sum of the dense rows at the columns of r.
    private static FactorMatrix Multiply(SparseMatrix left, FactorMatrix right, ParallelOptions parallel)
    {
        var product = new FactorMatrix(left.RowCount, right.Factors);
        Parallel.For(0, left.RowCount, parallel, row =>
        {
            ReadOnlySpan<int> columns = left.Columns(row);
            ReadOnlySpan<float> values = left.Values(row);
            for (int i = 0; i < columns.Length; i++)
            {
                ShortVectors.AddScaled(right.Row(columns[i]), values[i], product.Row(row));
            }
        });
        return product;
    }

    internal static FactorMatrix Transpose(FactorMatrix matrix)
    {
        var transposed = new FactorMatrix(matrix.Factors, matrix.Rows);
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<float> source = matrix.Row(row);
            for (int column = 0; column < source.Length; column++)
            {
                transposed.Elements[(column * matrix.Rows) + row] = source[column];
            }
        }

        return transposed;
    }
}
