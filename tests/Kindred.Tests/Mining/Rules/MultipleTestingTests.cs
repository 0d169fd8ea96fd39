using CsCheck;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

public class MultipleTestingTests
{
    // Benjamini & Hochberg (1995), section 4.1: fifteen p-values of a study of thrombolytic treatment after myocardial infarction.
    private static readonly double[] Published =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

    [Fact]
    public void The_published_example_rejects_four_by_benjamini_hochberg_and_three_by_a_family_wise_method()
    {
        Assert.Equal(4, Correct(Published, 15, PValueCorrection.BenjaminiHochberg).Count(q => q <= 0.05));
        Assert.Equal(3, Correct(Published, 15, PValueCorrection.Holm).Count(q => q <= 0.05));
    }

    [Fact]
    public void Values_of_the_published_example_worked_by_hand()
    {
        double[] bh = Correct(Published, 15, PValueCorrection.BenjaminiHochberg);
        Assert.Equal(0.0001 * 15, bh[0], 1e-12);
        Assert.Equal(0.0004 * 15 / 2, bh[1], 1e-12);
        Assert.Equal(0.0095 * 15 / 4, bh[3], 1e-12);
        Assert.Equal(0.0298 * 15 / 7, bh[5], 1e-12); // the next one is smaller: 0.0278·15/6 = 0.0695 gives way to 0.0639
        Assert.Equal(1, bh[14], 1e-12);
        double[] holm = Correct(Published, 15, PValueCorrection.Holm);
        Assert.Equal(0.0001 * 15, holm[0], 1e-12);
        Assert.Equal(0.0019 * 13, holm[2], 1e-12);
        Assert.Equal(0.0095 * 12, holm[3], 1e-12);
        Assert.Equal(1, holm[9], 1e-12);
        double harmonic = Enumerable.Range(1, 15).Sum(i => 1.0 / i);
        Assert.Equal(0.0004 * 15 / 2 * harmonic, Correct(Published, 15, PValueCorrection.BenjaminiYekutieli)[1], 1e-12);
    }

    [Theory]
    [InlineData(PValueCorrection.BenjaminiHochberg)]
    [InlineData(PValueCorrection.BenjaminiYekutieli)]
    [InlineData(PValueCorrection.Holm)]
    public void Corrected_values_are_at_least_p_keep_its_order_and_never_fall_when_others_are_left_out(PValueCorrection correction) =>
        Gen.Double[1e-12, 1].Array[1, 40].Sample(p =>
        {
            double[] q = Correct(p, p.Length, correction);
            for (int i = 0; i < p.Length; i++)
            {
                Assert.True(q[i] >= p[i] * (1 - 1e-12) && q[i] <= 1);
                Assert.All(Enumerable.Range(0, p.Length).Where(j => p[j] > p[i]), j => Assert.True(q[j] >= q[i] * (1 - 1e-12)));
            }

            double[] some = [.. p.Where((_, i) => i % 2 == 0)];
            double[] fewer = Correct(some, p.Length, correction);
            Assert.All(Enumerable.Range(0, some.Length), i => Assert.True(fewer[i] >= q[2 * i] * (1 - 1e-12)));
        }, iter: 300);

    [Fact]
    public void Values_far_below_the_range_of_double_are_corrected_in_logarithms()
    {
        double[] q = MultipleTesting.Correct([-5000, -4000], 1_000_000, PValueCorrection.BenjaminiHochberg);
        Assert.Equal(-5000 + Math.Log(1e6), q[0], 1e-9);
        Assert.Equal(-4000 + Math.Log(1e6 / 2), q[1], 1e-9);
    }

    [Fact]
    public void Fewer_hypotheses_than_values_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.Correct([-1, -2], 1, PValueCorrection.Holm));

    [Fact]
    public void No_values_give_none() => Assert.Empty(MultipleTesting.Correct([], 0, PValueCorrection.BenjaminiHochberg));

    private static double[] Correct(double[] p, long tested, PValueCorrection correction) =>
        [.. MultipleTesting.Correct([.. p.Select(value => Math.Log(value))], tested, correction).Select(value => Math.Exp(value))];
}
