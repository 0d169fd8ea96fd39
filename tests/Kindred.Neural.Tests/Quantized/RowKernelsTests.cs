using Kindred.Neural.Quantized;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests.Quantized;

public class RowKernelsTests
{
    [Fact]
    public void Gelu_is_x_times_the_normal_distribution()
    {
        float[] x = [.. Enumerable.Range(0, 1600).Select(i => (i - 800) / 100f)];
        float[] y = [.. x];
        RowKernels.Activate(y, EncoderActivation.Gelu);
        double cumulative = 0;
        for (int i = 0; i < x.Length; i++)
        {
            cumulative += i == 0 ? 0 : 0.01 / 6 * (Density(x[i] - 0.01) + (4 * Density(x[i] - 0.005)) + Density(x[i])); // Simpson's rule
            Assert.Equal(x[i] * cumulative, y[i], Math.Abs(x[i]) < 3.5 ? 2e-5 : 1e-3);
        }
    }

    [Fact]
    public void Relu_hides_what_is_negative()
    {
        float[] x = [-2, -1, 0, 1, 2, 3, -4, 5];
        RowKernels.Activate(x, EncoderActivation.Relu);
        Assert.Equal([0, 0, 0, 1, 2, 3, 0, 5], x);
    }

    [Fact]
    public void A_norm_of_a_sum_has_mean_0_and_deviation_1()
    {
        float[] x = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] factors = [1, 1, 1, 1, 1, 1, 1, 2];
        float[] offsets = [0, 0, 0, 0, 0, 0, 0, 10];
        RowKernels.AddAndNorm(x, [8, 7, 6, 5, 4, 3, 2, 17], factors, offsets, 0);
        // The sums are 9, seven times, and 25: mean 11, deviation √28.
        float low = (float)(-2 / Math.Sqrt(28));
        float[] expected = [low, low, low, low, low, low, low, (float)(10 + (2 * 14 / Math.Sqrt(28)))];
        Assert.All(expected.Zip(x), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
