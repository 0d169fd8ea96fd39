namespace Kindred.Numerics;

/// <summary>The negative inverse of one positive definite tile, in double precision: its error would spread to the whole matrix.</summary>
internal static class PivotInverse
{
    private const int N = TileProduct.Size;

    /// <summary>Inverts a tile; false where it is not positive definite.</summary>
    /// <param name="tile">The tile, of which the lower triangle is read.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="negativeInverse">Receives −A⁻¹, both triangles, rows next to each other.</param>
    public static bool TryCompute(ReadOnlySpan<float> tile, int stride, Span<float> negativeInverse)
    {
        var factor = new double[N * N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                factor[(i * N) + j] = tile[(i * stride) + j];
            }
        }

        if (!Cholesky.TryFactor<double>(factor, N, N))
        {
            return false;
        }

        var column = new double[N];
        for (int j = 0; j < N; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            Cholesky.Solve<double>(factor, N, N, column);
            for (int i = j; i < N; i++)
            {
                negativeInverse[(i * N) + j] = negativeInverse[(j * N) + i] = (float)-column[i];
            }
        }

        return true;
    }
}
