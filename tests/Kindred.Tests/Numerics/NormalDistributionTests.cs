using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class NormalDistributionTests
{
    [Theory] // Values printed in tables of the normal distribution to 16 digits.
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.5758293035489004)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.025, -1.959963984540054)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-100, -21.273453560966)]
    public void Known_quantiles(double probability, double expected) => Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-11);

    [Fact]
    public void The_ends_are_infinite_and_outside_is_refused()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }
}
