using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class BinomialDistributionTests
{
    [Theory]
    [InlineData(1, 2, 0.5, 0.75)]
    [InlineData(3, 3, 0.1, 0.001)]
    [InlineData(2, 5, 0.2, 0.26272)]
    [InlineData(0, 5, 0.2, 1)]
    [InlineData(6, 5, 0.2, 0)]
    [InlineData(1, 10, 0, 0)]
    [InlineData(10, 10, 1, 1)]
    public void Agrees_with_hand_worked_values(int successes, int trials, double probability, double expected) =>
        Assert.Equal(expected, BinomialDistribution.UpperTail(successes, trials, probability), 1e-12);

    [Fact]
    public void Agrees_with_the_recurrence_over_all_counts()
    {
        foreach ((int n, double p) in ((int, double)[])[(7, 0.3), (60, 0.02), (200, 0.5), (1000, 0.97)])
        {
            // mass[k] by the plain recurrence in logarithms from ln (1 - p)^n.
            double logMass = n * Math.Log(1 - p);
            var mass = new double[n + 1];
            for (int k = 0; k <= n; k++)
            {
                mass[k] = Math.Exp(logMass);
                logMass += Math.Log((double)(n - k) / (k + 1) * p / (1 - p));
            }

            for (int k = 0; k <= n; k++)
            {
                Assert.Equal(mass[k..].Sum(), BinomialDistribution.UpperTail(k, n, p), 1e-10);
            }
        }
    }

    [Fact]
    public void Refuses_what_is_no_probability() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialDistribution.UpperTail(1, 2, double.NaN));
}
