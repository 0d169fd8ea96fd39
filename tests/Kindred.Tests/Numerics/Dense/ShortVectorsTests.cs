using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

[Trait("kind", "kernel")]
public class ShortVectorsTests
{
    // Lengths with and without a tail, shorter and longer than two vectors of any width.
    public static TheoryData<int> Lengths => [0, 1, 3, 4, 7, 8, 16, 31, 33, 64, 77];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Kernels_equal_one_component_after_the_other(int length)
    {
        (float[] x, float[] y, float[] z) = (Numbers(length, 1), Numbers(length, 2), Numbers(length, 3));
        Assert.Equal(Enumerable.Range(0, length).Sum(i => (double)x[i] * y[i]), ShortVectors.Dot(x, y), 1e-5);

        float[] sum = [.. y];
        ShortVectors.AddScaled(x, 0.7f, sum);
        AssertEach(i => y[i] + (0.7 * x[i]), sum);

        (float[] other, float[] change) = ([.. y], [.. z]);
        ShortVectors.Exchange(x, -0.3f, other, change);
        AssertEach(i => z[i] - (0.3 * y[i]), change);
        AssertEach(i => y[i] - (0.3 * x[i]), other);

        (float[] user, float[] near, float[] far) = ([.. x], [.. y], [.. z]);
        ShortVectors.PullApart(user, near, far, 0.2f, 0.9f);
        AssertEach(i => (0.9 * x[i]) + (0.2 * (y[i] - z[i])), user);
        AssertEach(i => (0.9 * y[i]) + (0.2 * x[i]), near);
        AssertEach(i => (0.9 * z[i]) - (0.2 * x[i]), far);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Kernels_for_four_vectors_equal_one_vector_after_the_other(int length)
    {
        (float[] x, float[] a, float[] b, float[] c, float[] d) = (Numbers(length, 1), Numbers(length, 2), Numbers(length, 3), Numbers(length, 4), Numbers(length, 5));
        (float A, float B, float C, float D) dots = FourVectors.Dot(x, a, b, c, d);
        AssertEach(v => new[] { a, b, c, d }[v].Zip(x, (l, r) => (double)l * r).Sum(), [dots.A, dots.B, dots.C, dots.D]);

        float[] sum = [.. x];
        FourVectors.AddScaled(a, b, c, d, (0.7f, -0.3f, 0.2f, 1.5f), sum);
        AssertEach(i => x[i] + (0.7 * a[i]) - (0.3 * b[i]) + (0.2 * c[i]) + (1.5 * d[i]), sum);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(1100, 32)]
    [InlineData(1100, 33)]
    public void Gram_matrix_equals_three_loops_on_any_number_of_threads(int rows, int factors)
    {
        var matrix = new FactorMatrix(factors, Numbers(rows * factors, 6));
        float[] gram = matrix.Gram(1);
        for (int a = 0; a < factors; a++)
        {
            AssertEach(b => Enumerable.Range(0, rows).Sum(i => (double)matrix.Row(i)[a] * matrix.Row(i)[b]), gram[(a * factors)..((a + 1) * factors)], 1e-3);
        }

        Assert.Equal(gram, matrix.Gram(3));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(5, 32)]
    [InlineData(300, 96)]
    public void Gram_tiles_equal_three_loops_on_the_lower_triangle(int rows, int width)
    {
        (float[] z, float[] gram) = (Numbers(rows * width, 4), Numbers(width * width, 5));
        float[] before = [.. gram];
        GramTiles.Add(z, width, gram);
        for (int a = 0; a < width; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = Enumerable.Range(0, rows).Sum(i => (double)z[(i * width) + a] * z[(i * width) + b]);
                Assert.Equal(before[(a * width) + b] + sum, gram[(a * width) + b], 1e-3);
            }
        }
    }

    private static void AssertEach(Func<int, double> expected, float[] actual, double tolerance = 1e-5)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected(i), actual[i], tolerance);
        }
    }

    private static float[] Numbers(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
