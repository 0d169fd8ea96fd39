using Kindred.Numerics;
using Kindred.Store.Readiness;

namespace Kindred.Store.Tests.Readiness;

public class LiftPowerTests
{
    /// <summary>Plants the smallest provable lift in simulated shops and counts how often Fisher's test proves it.</summary>
    [Theory]
    [InlineData(4_000, 400, 400, 1e-6, 0.87)]
    [InlineData(4_000, 60, 90, 1e-4, 0.87)]
    [InlineData(3_000, 12, 12, 1e-5, 0.95)]
    public void The_smallest_lift_is_proven_as_often_as_promised(int baskets, int first, int second, double alpha, double most)
    {
        const double Power = 0.8;
        const int Shops = 1_500;
        double lift = LiftPower.SmallestLift(baskets, first, second, alpha, Power)!.Value;
        var random = new RandomStream(5);
        int proven = Enumerable.Range(0, Shops).Count(_ => Proves(Shop(random, baskets, first, second, lift), baskets, alpha));

        // Four standard errors of a share of 0.8 over 1,500 shops are 0.041; that popularities vary shifts it a little. For
        // products in few baskets the promise is kept with a margin, as common baskets are then most of their baskets.
        Assert.InRange((double)proven / Shops, Power - 0.07, most);
    }

    [Fact]
    public void Chance_alone_is_proven_no_more_often_than_alpha()
    {
        var random = new RandomStream(6);
        int proven = Enumerable.Range(0, 2_000).Count(_ => Proves(Shop(random, 2_000, 100, 150, 1), 2_000, 0.05));

        // At most 5 % of 2,000 is 100; four standard errors are 39.
        Assert.InRange(proven, 0, 139);
        Assert.True(LiftPower.Of(2_000, 100, 150, 1, 0.05) <= 0.05 + 0.01);
    }

    [Fact]
    public void The_needed_count_is_the_first_whose_exact_p_value_is_small_enough()
    {
        int needed = LiftPower.NeededTogether(1_000, 50, 40, 1e-4)!.Value;
        Assert.True(Math.Exp(Hypergeometric.LogUpperTail(needed, 50, 40, 1_000)) <= 1e-4);
        Assert.True(Math.Exp(Hypergeometric.LogUpperTail(needed - 1, 50, 40, 1_000)) > 1e-4);

        // Both products in 2 of 10 baskets: even both together have p = 1/45.
        Assert.Null(LiftPower.NeededTogether(10, 2, 2, 0.02));
        Assert.Equal(2, LiftPower.NeededTogether(10, 2, 2, 0.023));
        Assert.Null(LiftPower.SmallestLift(10, 2, 2, 0.02, 0.8));
    }

    [Fact]
    public void More_baskets_prove_smaller_lifts_and_the_needed_number_just_suffices()
    {
        double[] lifts = [.. new[] { 1_000, 10_000, 100_000 }.Select(n => LiftPower.SmallestLift(n, n / 50, n / 50, 1e-6, 0.8)!.Value)];
        Assert.Equal(lifts.OrderDescending(), lifts);

        long needed = LiftPower.BasketsNeeded(0.02, 0.02, 2, 1e-6, 0.8)!.Value;
        Assert.InRange(LiftPower.SmallestLift((int)needed, (int)(needed / 50), (int)(needed / 50), 1e-6, 0.8)!.Value, 1.9, 2.05);
        Assert.Null(LiftPower.BasketsNeeded(1e-6, 1e-6, 1.05, 1e-12, 0.99));
        Assert.Null(LiftPower.BasketsNeeded(0.9, 0.9, 2, 0.05, 0.8));
    }

    private static (int Both, int First, int Second) Shop(RandomStream random, int baskets, int first, int second, double lift)
    {
        double a = (double)first / baskets;
        double b = (double)second / baskets;
        double both = lift * a * b;
        (int together, int one, int other) = (0, 0, 0);
        for (int basket = 0; basket < baskets; basket++)
        {
            double u = random.NextDouble();
            together += u < both ? 1 : 0;
            one += u < a ? 1 : 0;
            other += u < both || (u >= a && u < a + b - both) ? 1 : 0;
        }

        return (together, one, other);
    }

    private static bool Proves((int Both, int First, int Second) counts, int baskets, double alpha) =>
        Hypergeometric.LogUpperTail(counts.Both, counts.First, counts.Second, baskets) <= Math.Log(alpha);
}
