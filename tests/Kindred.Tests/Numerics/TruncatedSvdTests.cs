using Kindred.Models;
using Kindred.Numerics;
using Kindred.Tests.Models;

namespace Kindred.Tests.Numerics;

[Trait("kind", "kernel")]
public class TruncatedSvdTests
{
    [Fact]
    public void Values_and_vectors_equal_those_of_a_dense_jacobi()
    {
        InteractionData data = DenseOracle.RandomData(90, 40, seed: 2);
        (double[] values, FactorMatrix vectors) = Compute(data.UserItems, 8, 60, threads: 2);
        var gram = new double[40, 40];
        for (int user = 0; user < 90; user++)
        {
            for (int a = 0; a < data.UserItems.CountInRow(user); a++)
            {
                for (int b = 0; b < data.UserItems.CountInRow(user); b++)
                {
                    gram[data.UserItems.Columns(user)[a], data.UserItems.Columns(user)[b]] += data.UserItems.Values(user)[a] * data.UserItems.Values(user)[b];
                }
            }
        }

        (double[] squares, double[,] expected) = DenseOracle.Eigen(gram);
        for (int k = 0; k < 8; k++)
        {
            Assert.Equal(Math.Sqrt(squares[k]), values[k], 1e-4);
            double alignment = Enumerable.Range(0, 40).Sum(i => expected[k, i] * vectors.Row(k)[i]);
            Assert.Equal(1, Math.Abs(alignment), 1e-4);
        }
    }

    [Fact]
    public void More_than_the_rank_gives_zeros()
    {
        // Two different rows, each twice: rank 2.
        var matrix = new SparseMatrix(4, 5, [0, 2, 4, 6, 8], [0, 1, 2, 3, 0, 1, 2, 3], [1, 1, 2, 2, 1, 1, 2, 2]);
        (double[] values, FactorMatrix vectors) = Compute(matrix, 4, 5, threads: 1);
        Assert.Equal(4, values[0], 1e-5);
        Assert.Equal(2, values[1], 1e-5);
        Assert.Equal(0, values[2], 1e-5);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(vectors.Row(0)[2]), 1e-5);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        SparseMatrix matrix = DenseOracle.RandomData(90, 60, seed: 3).UserItems;
        Assert.Equal(Compute(matrix, 20, 3, 1).Vectors.Elements, Compute(matrix, 20, 3, 4).Vectors.Elements);
    }

    private static (double[] Values, FactorMatrix Vectors) Compute(SparseMatrix matrix, int rank, int iterations, int threads) =>
        TruncatedSvd.Compute(matrix, rank, iterations, 1, threads, null, TestContext.Current.CancellationToken);
}
