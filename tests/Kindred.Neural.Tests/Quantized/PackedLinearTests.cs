using Kindred.Neural.Quantized;
using Kindred.Numerics;

namespace Kindred.Neural.Tests.Quantized;

public class PackedLinearTests
{
    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(3, 7, 32)]
    [InlineData(4, 8, 16)]
    [InlineData(9, 33, 48)]
    [InlineData(17, 128, 384)]
    public void The_product_is_near_that_of_exact_numbers(int rows, int inputs, int outputs)
    {
        var random = new RandomStream((ulong)inputs);
        float[] x = Random(random, rows * inputs, 3);
        float[] weight = Random(random, outputs * inputs, 0.1);
        float[] bias = Random(random, outputs, 1);
        float[] result = Apply(new PackedLinear(weight, bias), x, rows, inputs, narrow: false);
        for (int row = 0; row < rows; row++)
        {
            double[] values = [.. x.Skip(row * inputs).Take(inputs).Select(v => (double)v)];
            for (int output = 0; output < outputs; output++)
            {
                double[] weights = [.. weight.Skip(output * inputs).Take(inputs).Select(v => (double)v)];
                double exact = bias[output] + values.Zip(weights, (a, b) => a * b).Sum();
                Assert.InRange(result[(row * outputs) + output], exact - Error(values, weights), exact + Error(values, weights));
            }
        }
    }

    [Fact]
    public void Wide_and_plain_instructions_give_the_same_bits()
    {
        var random = new RandomStream(5);
        (float[] x, float[] weight, float[] bias) = (Random(random, 11 * 72, 2), Random(random, 32 * 72, 1), Random(random, 32, 1));
        var layer = new PackedLinear(weight, bias);
        Assert.Equal(Apply(layer, x, 11, 72, narrow: true), Apply(layer, x, 11, 72, narrow: false));
    }

    // The largest weights and activations of one sign are what 16 bits could overflow with.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_largest_numbers_do_not_overflow(int sign)
    {
        float[] x = [.. Enumerable.Range(0, 64).Select(i => i == 0 ? 0f : 1f)];
        float[] weight = [.. Enumerable.Repeat((float)sign, 16 * 64)];
        float[] result = Apply(new PackedLinear(weight, new float[16]), x, 1, 64, narrow: false);
        Assert.All(result, value => Assert.Equal(63f * sign, value, 1e-3f));
    }

    [Fact]
    public void Rows_come_back_within_half_a_step()
    {
        float[] x = Random(new RandomStream(9), 75, 4);
        var rows = new QuantizedRows(1, 75);
        rows.Set(0, x);
        Assert.All(x.Index(), v => Assert.Equal(v.Item, rows.Lows[0] + (rows.Steps[0] * rows.Values[v.Index]), 0.501f * rows.Steps[0]));
    }

    [Fact]
    public void A_row_of_one_value_comes_back_exactly()
    {
        var rows = new QuantizedRows(1, 40);
        rows.Set(0, [.. Enumerable.Repeat(-2.5f, 40)]);
        Assert.Equal(-2.5f, rows.Lows[0]);
        Assert.Equal(0f, rows.Steps[0]);
    }

    private static float[] Apply(PackedLinear layer, float[] x, int count, int inputs, bool narrow)
    {
        var rows = new QuantizedRows(count + 3, inputs);
        for (int row = 0; row < count; row++)
        {
            rows.Set(row, x.AsSpan(row * inputs, inputs));
        }

        var target = new float[(count + 3) * layer.Outputs];
        if (narrow)
        {
            layer.ApplyNarrow(rows, count, target);
        }
        else
        {
            layer.Apply(rows, count, target);
        }

        return target[..(count * layer.Outputs)];
    }

    // Half a step of the row for every weight, half a step of the weights for every value, and both at once.
    private static double Error(double[] values, double[] weights)
    {
        double row = (values.Max() - values.Min()) / 254;
        double column = weights.Max(Math.Abs) / 126;
        return 1e-4 + (1.01 * ((row * weights.Sum(Math.Abs)) + (column * values.Sum(Math.Abs)) + (row * column * values.Length)));
    }

    private static float[] Random(RandomStream random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * random.NextGaussian()))];
}
