using System.Numerics;
using CsCheck;
using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class HypergeometricTests
{
    [Fact]
    public void Upper_tail_agrees_with_exact_rationals() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 400], Gen.Int[0, 400], Gen.Int[0, 400]).Sample((total, a, b, c) =>
        {
            (int first, int second) = (a % (total + 1), b % (total + 1));
            int both = c % (Math.Min(first, second) + 1);
            AssertRelative(both, first, second, total);
        }, iter: 2000);

    [Theory]
    [InlineData(19, 48, 792, 9835)]
    [InlineData(300, 500, 600, 20_000)]
    [InlineData(700, 1000, 2000, 20_000)]
    [InlineData(2, 3, 5, 100_000)]
    [InlineData(5_000, 9_000, 50_000, 100_000)]
    [InlineData(4_450, 9_000, 50_000, 100_000)]
    public void Large_tables_agree_with_exact_rationals(int both, int first, int second, int total) => AssertRelative(both, first, second, total);

    [Fact]
    public void The_tea_tasting_lady_has_p_17_in_70() =>
        // Fisher, The Design of Experiments (1935), chapter II: 3 of 4 cups right, (16 + 1) / 70.
        Assert.Equal(17.0 / 70, Math.Exp(Hypergeometric.LogUpperTail(3, 4, 4, 8)), 1e-15);

    [Fact]
    public void Tails_beyond_the_range_of_double_keep_their_size()
    {
        // A and B are the same 3,000 of 100,000: p = 1 / C(100,000; 3,000).
        double exact = ExactLogUpperTail(3000, 3000, 3000, 100_000);
        Assert.True(exact < Math.Log(1e-300));
        Assert.Equal(1, Hypergeometric.LogUpperTail(3000, 3000, 3000, 100_000) / exact, 1e-14);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0.0)]
    [InlineData(0, 5, 5, 10, 0.0)]
    [InlineData(5, 5, 10, 10, 0.0)]
    [InlineData(3, 8, 5, 10, 0.0)]
    [InlineData(6, 5, 5, 10, double.NegativeInfinity)]
    public void Certain_and_impossible_counts(int both, int first, int second, int total, double expected) =>
        Assert.Equal(expected, Hypergeometric.LogUpperTail(both, first, second, total));

    [Fact]
    public void Masses_add_up_to_one_and_the_tail_is_their_sum() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int[0, 3000], Gen.Int[0, 3000]).Sample((total, a, b) =>
        {
            (int first, int second) = (a % (total + 1), b % (total + 1));
            double tail = 0;
            for (int both = Math.Min(first, second); both >= 0; both--)
            {
                tail += Math.Exp(Hypergeometric.LogProbability(both, first, second, total));
                Assert.Equal(tail, Math.Exp(Hypergeometric.LogUpperTail(both, first, second, total)), 1e-12);
            }

            Assert.Equal(1, tail, 1e-12);
        }, iter: 200);

    [Fact]
    public void The_quantile_is_the_first_count_whose_distribution_reaches_it() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 500], Gen.Int[0, 500], Gen.Double[0.001, 0.999]).Sample((total, a, b, probability) =>
        {
            (int first, int second) = (a % (total + 1), b % (total + 1));
            int quantile = Hypergeometric.Quantile(probability, first, second, total);
            Assert.True(UpTo(quantile) >= probability - 1e-12);
            Assert.True(UpTo(quantile - 1) < probability + 1e-12);

            double UpTo(int count) => 1 - Math.Exp(Hypergeometric.LogUpperTail(count + 1, first, second, total));
        }, iter: 1000);

    [Fact]
    public void Impossible_margins_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.LogUpperTail(0, 11, 5, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.LogProbability(0, 5, -1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hypergeometric.Quantile(1, 5, 5, 10));
    }

    private static void AssertRelative(int both, int first, int second, int total)
    {
        double exact = ExactLogUpperTail(both, first, second, total);
        Assert.Equal(1, Math.Exp(Hypergeometric.LogUpperTail(both, first, second, total) - exact), 1e-10);
    }

    /// <summary>Σ C(first, k) C(total − first, second − k) / C(total, second) in whole numbers, then one logarithm.</summary>
    private static double ExactLogUpperTail(int both, int first, int second, int total)
    {
        BigInteger ways = Ways(both), sum = 0;
        for (int k = both; k <= Math.Min(first, second); k++)
        {
            sum += ways;
            ways = ways.IsZero ? Ways(k + 1) : ways * (first - k) * (second - k) / ((BigInteger)(k + 1) * (total - first - second + k + 1));
        }

        return LogRatio(sum, Choose(total, second));

        BigInteger Ways(int k) => Choose(first, k) * Choose(total - first, second - k);
    }

    /// <summary>ln(a / b) from the leading 2,000 bits of the quotient, so that a ratio near 1 loses nothing.</summary>
    private static double LogRatio(BigInteger a, BigInteger b)
    {
        const int Bits = 200;
        int shift = Bits + (int)(b.GetBitLength() - a.GetBitLength());
        BigInteger quotient = shift >= 0 ? (a << shift) / b : a / (b << -shift);
        long drop = quotient.GetBitLength() - 60;
        double mantissa = (double)(quotient >> (int)drop) / Math.Pow(2, 60);
        double exponent = (drop + 60 - shift) * Math.Log(2);
        BigInteger missing = b - a;
        return missing * 2 < b ? Math.Log(1 - ((double)((missing << 1000) / b) / Math.Pow(2, 1000))) : exponent + Math.Log(mantissa);
    }

    private static BigInteger Choose(int n, int k)
    {
        if (k < 0 || k > n)
        {
            return 0;
        }

        BigInteger ways = 1;
        for (int i = 1; i <= Math.Min(k, n - k); i++)
        {
            ways = ways * (n - i + 1) / i;
        }

        return ways;
    }
}
