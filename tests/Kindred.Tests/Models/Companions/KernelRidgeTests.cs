using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models.Companions;

public class KernelRidgeTests
{
    [Fact]
    public void Two_rows_are_mixed_as_worked_by_hand()
    {
        // X = I, lambda = 1: (I + I) alpha = X q, so alpha is half of q.
        var regression = new KernelRidge(new SparseMatrix(2, 2, [0, 1, 2], [0, 1], [1, 1]), 1);
        Assert.Equal([0.5, 0.25], regression.Solve([0, 1], [1f, 0.5f]).Select(a => Math.Round(a, 9)));
    }

    [Fact]
    public void Equal_rows_share_what_one_of_them_would_get()
    {
        // (1 1; 1 1) + 1 on the diagonal: alpha = 1/3 each for q equal to them, where a single row would get 1/2.
        var regression = new KernelRidge(new SparseMatrix(2, 1, [0, 1, 2], [0, 0], [1, 1]), 1);
        Assert.Equal([1.0 / 3, 1.0 / 3], regression.Solve([0], [1f]).Select(a => Math.Round(a, 9)), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 1.5)]
    [InlineData(3, 100)]
    public void The_solution_is_that_of_gaussian_elimination(ulong seed, double regularization)
    {
        var random = new RandomStream(seed);
        SparseMatrix rows = SparseMatrix.FromRows([.. Enumerable.Range(0, 40).Select(_ => Row(random))], 30);
        (int[] columns, float[] values) = Row(random);
        double[] alpha = new KernelRidge(rows, regularization).Solve(columns, values);
        double[] expected = Eliminate(rows, regularization, columns, values);
        Assert.All(alpha.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-5));
    }

    [Fact]
    public void What_shares_nothing_with_the_rows_gets_no_shares()
    {
        var regression = new KernelRidge(new SparseMatrix(1, 2, [0, 1], [0], [1]), 1);
        Assert.Equal([0.0], regression.Solve([1], [1f]));
        Assert.Equal([0.0], regression.Solve([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelRidge(new SparseMatrix(0, 0, [0], [], []), 0));
    }

    private static (int[] Columns, float[] Values) Row(RandomStream random)
    {
        int[] columns = [.. Enumerable.Range(0, 30).Where(_ => random.NextInt(4) == 0)];
        return (columns, [.. columns.Select(_ => random.NextSingle() + 0.1f)]);
    }

    // The slow twin: the dense system by Gauss and Jordan.
    private static double[] Eliminate(SparseMatrix rows, double regularization, int[] columns, float[] values)
    {
        int n = rows.RowCount;
        double Dot(int a, ReadOnlySpan<int> c, ReadOnlySpan<float> v)
        {
            double sum = 0;
            for (int i = 0; i < c.Length; i++)
            {
                int at = rows.Columns(a).BinarySearch(c[i]);
                sum += at < 0 ? 0 : (double)rows.Values(a)[at] * v[i];
            }

            return sum;
        }

        var system = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                system[i, j] = Dot(i, rows.Columns(j), rows.Values(j)) + (i == j ? regularization : 0);
            }

            system[i, n] = Dot(i, columns, values);
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = 0; row < n; row++)
            {
                double factor = row == pivot ? 0 : system[row, pivot] / system[pivot, pivot];
                for (int c = pivot; c <= n && factor != 0; c++)
                {
                    system[row, c] -= factor * system[pivot, c];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i])];
    }
}
