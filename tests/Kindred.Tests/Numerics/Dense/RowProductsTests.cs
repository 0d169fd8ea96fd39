using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

[Trait("kind", "kernel")]
public class RowProductsTests
{
    // Counts that are no multiples of the tile, more rows than one block, components that leave a rest.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 8)]
    [InlineData(5, 17, 13)]
    [InlineData(4, 2_001, 47)]
    [InlineData(3, 500, 256)]
    public void Products_are_those_of_each_pair_alone(int vectors, int rows, int factors)
    {
        FactorMatrix x = FactorMatrix.Gaussian(vectors, factors, 1, seed: 3);
        FactorMatrix y = FactorMatrix.Gaussian(rows, factors, 1, seed: 4);
        var products = new float[vectors * rows];
        RowProducts.Compute(x.Elements, y, products);
        for (int v = 0; v < vectors; v++)
        {
            for (int r = 0; r < rows; r++)
            {
                Assert.Equal(ShortVectors.Dot(x.Row(v), y.Row(r)), products[(v * rows) + r]);
                Assert.Equal(Plain(x.Row(v), y.Row(r)), products[(v * rows) + r], 1e-4);
            }
        }
    }

    private static double Plain(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }
}
