using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Mining.Planning;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining.Planning;

public class ItemsetEstimatorTests
{
    /// <summary>Published counts. The width of the strata was chosen looking at these; Online Retail, in the store's tests, was held out.</summary>
    [Theory]
    [InlineData("retail", 441, 580)]
    [InlineData("retail", 89, 7_589)]
    [InlineData("retail", 9, 240_852)]
    [InlineData("T10I4D100K", 100, 27_532)]
    [InlineData("T10I4D100K", 10, 411_365)]
    [InlineData("mushroom", 1625, 53_583)]
    [InlineData("mushroom", 407, 3_755_511)]
    [InlineData("chess", 2557, 8_227)]
    [InlineData("chess", 1279, 6_439_702)]
    [InlineData("BMS1_renumbered", 60, 3_991)]
    [InlineData("BMS1_renumbered", 37, 207_168)]
    public void Predicts_published_counts_within_a_factor_of_three(string data, int minCount, double known)
    {
        BasketSet baskets = BasketFile.Read(SharedData.Require($"fimi/{data}.dat.gz"));
        ItemsetEstimate estimate = ItemsetEstimator.Estimate(baskets, minCount);
        TestContext.Current.TestOutputHelper!.WriteLine($"{data} {minCount}: {estimate.Total / known:F3} of the truth, said ± {estimate.RelativeError:P1}, {estimate.Runs} runs");
        Assert.InRange(estimate.Total / known, 1 / 3.0, 3);
    }

    [Fact]
    public void Is_exact_for_single_products_and_right_on_average_for_each_length()
    {
        BasketSet baskets = Random(300, 30, 8);
        IReadOnlyList<long> exact = ItemsetMining.Mine(baskets, new MiningOptions { MinCount = 6, CountOnly = true }).CountByLength;
        ItemsetEstimate estimate = ItemsetEstimator.Estimate(baskets, 6, workLimit: 50_000_000);

        Assert.Equal(exact[1], estimate.CountByLength[1]);
        for (int length = 2; length < exact.Count; length++)
        {
            // 200 runs; three standard errors of a length with a relative spread of 1 a run are about 0.2.
            Assert.InRange(estimate.CountByLength[length], 0.8 * exact[length], 1.2 * exact[length]);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_estimate_and_a_lower_count_never_fewer_single_products()
    {
        BasketSet baskets = Random(400, 40, 6);
        Assert.Equal(ItemsetEstimator.Estimate(baskets, 5, seed: 3).CountByLength, ItemsetEstimator.Estimate(baskets, 5, seed: 3).CountByLength);
        Assert.Equal([0.0, 0.0], ItemsetEstimator.Estimate(baskets, 401).CountByLength);
    }

    private static BasketSet Random(int baskets, int products, int length)
    {
        var random = new Kindred.Numerics.RandomStream(11);
        return BasketSet.FromRows(
            new Kindred.Domain.Vocabulary(Enumerable.Range(0, products).Select(p => $"p{p}")),
            Enumerable.Range(0, baskets).Select(_ => Enumerable.Range(0, length)
                .Select(_ => (int)(products * Math.Pow(random.NextDouble(), 2))).ToArray()));
    }
}
