using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

[Trait("kind", "kernel")]
public class SymmetricMatrixTests
{
    [Fact]
    public void The_tile_product_equals_three_loops()
    {
        var random = new RandomStream(3);
        float[] a = Numbers(random, TileProduct.Area);
        float[] b = Numbers(random, TileProduct.Area);
        const int Stride = TileProduct.Size + 7;
        float[] c = Numbers(random, TileProduct.Size * Stride);
        float[] before = [.. c];
        (float[] left, float[] right) = (new float[TileProduct.Area], new float[TileProduct.Area]);
        TileProduct.PackLeft(a, TileProduct.Size, 1, left);
        TileProduct.PackRight(b, TileProduct.Size, 1, right);
        TileProduct.Subtract(left, right, c, Stride);
        for (int i = 0; i < TileProduct.Size; i++)
        {
            for (int j = 0; j < Stride; j++)
            {
                double expected = before[(i * Stride) + j];
                for (int k = 0; k < TileProduct.Size && j < TileProduct.Size; k++)
                {
                    expected -= (double)a[(i * TileProduct.Size) + k] * b[(k * TileProduct.Size) + j];
                }

                Assert.Equal(expected, c[(i * Stride) + j], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(250)]
    public void A_matrix_times_its_inverse_is_the_unit_matrix(int order)
    {
        double[,] original = PositiveDefinite(order);
        SymmetricMatrix matrix = LowerTriangle(original);
        Assert.True(matrix.TryInvert(2, null, TestContext.Current.CancellationToken));
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                double sum = 0;
                for (int k = 0; k < order; k++)
                {
                    sum += original[i, k] * matrix.Row(k)[j];
                }

                Assert.Equal(i == j ? 1 : 0, sum, 1e-4);
            }

            Assert.Equal(0, matrix.Elements.AsSpan((i * matrix.Stride) + order, matrix.Stride - order).IndexOfAnyExcept(0f) + 1);
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        SymmetricMatrix once = LowerTriangle(PositiveDefinite(300));
        SymmetricMatrix again = new(300, [.. once.Elements]);
        Assert.True(once.TryInvert(1, null, TestContext.Current.CancellationToken));
        Assert.True(again.TryInvert(4, null, TestContext.Current.CancellationToken));
        Assert.Equal(once.Elements, again.Elements);
    }

    [Fact]
    public void An_indefinite_matrix_is_told()
    {
        double[,] numbers = PositiveDefinite(120);
        numbers[110, 110] = -1;
        Assert.False(LowerTriangle(numbers).TryInvert(1, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Cholesky_solves_a_system_worked_by_hand()
    {
        // A = L Lᵀ with L = [[2, 0], [1, 3]]; A x = [8, 34] has x = [−0.5, 3.5]... checked below by multiplying back.
        double[] a = [4, 99, 2, 10];
        double[] b = [8, 34];
        Assert.True(Cholesky.TryFactor<double>(a, 2, 2));
        Assert.Equal([2, 99, 1, 3], a);
        Cholesky.Solve<double>(a, 2, 2, b);
        Assert.Equal(8, (4 * b[0]) + (2 * b[1]), 1e-12);
        Assert.Equal(34, (2 * b[0]) + (10 * b[1]), 1e-12);
    }

    private static float[] Numbers(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static double[,] PositiveDefinite(int order)
    {
        var random = new RandomStream(7, (ulong)order);
        var factor = new double[order, 20];
        for (int i = 0; i < factor.Length; i++)
        {
            factor[i / 20, i % 20] = (random.NextDouble() * 2) - 1;
        }

        var product = new double[order, order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                product[i, j] = (i == j ? 1 : 0) + Enumerable.Range(0, 20).Sum(k => factor[i, k] * factor[j, k]);
            }
        }

        return product;
    }

    private static SymmetricMatrix LowerTriangle(double[,] numbers)
    {
        var matrix = new SymmetricMatrix(numbers.GetLength(0));
        for (int i = 0; i < matrix.Order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix.Row(i)[j] = (float)numbers[i, j];
            }
        }

        return matrix;
    }
}
