using Kindred.Numerics;

namespace Kindred.Store.Readiness;

/// <summary>Statistical power of the one-sided Fisher test for a pair of products.</summary>
/// <remarks>
/// The pair is proven when the count of common baskets reaches the smallest count whose exact p-value is at most alpha. Under
/// lift L the count is binomial with probability L · a/n · b/n, so the power is exact but for the spread of a and b
/// themselves: for products in a dozen baskets the lift asked for is somewhat larger than need be (checked by simulation).
/// </remarks>
public static class LiftPower
{
    private const long MostBaskets = 2_000_000_000;

    /// <summary>The fewest common baskets that prove "more often together than chance"; null when even all would not.</summary>
    /// <param name="baskets">Number of baskets, at most 2,147,483,647.</param>
    /// <param name="first">Baskets that hold the first product.</param>
    /// <param name="second">Baskets that hold the second.</param>
    /// <param name="alpha">The largest p-value that proves; already divided by the number of tests.</param>
    public static int? NeededTogether(int baskets, int first, int second, double alpha)
    {
        double logAlpha = Math.Log(alpha);
        int high = Math.Min(first, second);
        if (Hypergeometric.LogUpperTail(high, first, second, baskets) > logAlpha)
        {
            return null;
        }

        int low = (int)((long)first * second / baskets);
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            if (Hypergeometric.LogUpperTail(middle, first, second, baskets) <= logAlpha)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    /// <summary>The chance of proving a pair of the given lift; 0 when that lift is impossible or nothing can be proven.</summary>
    /// <inheritdoc cref="NeededTogether"/>
    /// <param name="baskets">Number of baskets.</param>
    /// <param name="first">Baskets that hold the first product.</param>
    /// <param name="second">Baskets that hold the second.</param>
    /// <param name="lift">The true lift.</param>
    /// <param name="alpha">The largest p-value that proves.</param>
    public static double Of(int baskets, int first, int second, double lift, double alpha)
    {
        double together = lift * first / baskets * second / baskets;
        return together <= (double)Math.Min(first, second) / baskets && NeededTogether(baskets, first, second, alpha) is { } needed
            ? BinomialDistribution.UpperTail(needed, baskets, together)
            : 0;
    }

    /// <summary>The smallest lift that is proven with the asked power; null when none is.</summary>
    /// <inheritdoc cref="NeededTogether"/>
    /// <param name="baskets">Number of baskets.</param>
    /// <param name="first">Baskets that hold the first product.</param>
    /// <param name="second">Baskets that hold the second.</param>
    /// <param name="alpha">The largest p-value that proves.</param>
    /// <param name="power">The asked chance of proving.</param>
    public static double? SmallestLift(int baskets, int first, int second, double alpha, double power)
    {
        if (first < 1 || second < 1 || NeededTogether(baskets, first, second, alpha) is not { } needed)
        {
            return null;
        }

        double chance = (double)first / baskets * second / baskets;
        double high = (double)Math.Min(first, second) / baskets;
        if (BinomialDistribution.UpperTail(needed, baskets, high) < power)
        {
            return null;
        }

        double low = chance;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = BinomialDistribution.UpperTail(needed, baskets, middle) >= power ? (low, middle) : (middle, high);
        }

        return high / chance;
    }

    /// <summary>The number of baskets, to three digits, at which a lift is proven for two products of given popularity; null above 2,000,000,000.</summary>
    /// <param name="firstShare">Share of baskets with the first product, above 0.</param>
    /// <param name="secondShare">Share of baskets with the second, above 0.</param>
    /// <param name="lift">The true lift, above 1.</param>
    /// <param name="alpha">The largest p-value that proves.</param>
    /// <param name="power">The asked chance of proving.</param>
    public static long? BasketsNeeded(double firstShare, double secondShare, double lift, double alpha, double power)
    {
        double high = 100;
        while (!Proves(high))
        {
            high *= 2;
            if (high > MostBaskets)
            {
                return null;
            }
        }

        double low = high / 2;
        while (high / low > 1.002)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = Proves(middle) ? (low, middle) : (middle, high);
        }

        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(high)) - 2));
        return (long)(Math.Ceiling(high / unit) * unit);

        bool Proves(double baskets) => Of(
            (int)baskets, (int)Math.Round(baskets * firstShare), (int)Math.Round(baskets * secondShare), lift, alpha) >= power;
    }
}
