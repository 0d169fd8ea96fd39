using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Numerics;

namespace Kindred.Tests.Mining.Rules;

public class PairMiningTests
{
    private static readonly BasketSet Baskets = TestBaskets.Planted(new Random(9), 500, 40, 0.1);

    [Fact]
    public void Pairs_are_those_of_counting_every_two_products_in_every_basket()
    {
        PairTable table = PairMining.Find(Baskets, new PairOptions { MinCount = 4 });
        List<(int, int, ContingencyTable)> expected = [];
        int[] counts = [.. Enumerable.Range(0, 40).Select(row => Holding(row, row))];
        for (int first = 0; first < 40; first++)
        {
            for (int second = first + 1; second < 40; second++)
            {
                if (Holding(first, second) is >= 4 and int both)
                {
                    expected.Add((first, second, new ContingencyTable(both, counts[first], counts[second], 500)));
                }
            }
        }

        Assert.True(expected.Count > 300);
        Assert.Equal(expected, table.Pairs.Select(pair => (pair.First, pair.Second, pair.Counts)));
        Assert.All(table.Pairs, pair => Assert.Equal(Hypergeometric.LogUpperTail(pair.Counts.Both, pair.Counts.Antecedent, pair.Counts.Consequent, 500), pair.LogP));
        int frequent = counts.Count(count => count >= 4);
        Assert.Equal(frequent * (frequent - 1) / 2, table.HypothesesTested);
    }

    [Fact]
    public void Only_the_planted_pair_is_significant_and_its_evidence_counts_all_pairs()
    {
        PairTable table = PairMining.Find(Baskets, new PairOptions { MaxQ = 0.01, Correction = PValueCorrection.Holm });
        ProductPair pair = Assert.Single(table.Pairs);
        Assert.Equal((0, 1), (pair.First, pair.Second));
        RuleEvidence evidence = table.Evidence(0);
        Assert.Equal((40 * 39 / 2, pair.Counts, PValueCorrection.Holm), (evidence.HypothesesTested, evidence.Counts, evidence.Correction));
        Assert.True(evidence.LiftInterval.Low > 1 && evidence.Q < 1e-20);
    }

    [Fact]
    public void Pairs_and_their_order_do_not_depend_on_the_thread_count_or_the_order_of_baskets()
    {
        PairTable one = PairMining.Find(Baskets, new PairOptions { Threads = 1 });
        Assert.Equal(one.Pairs, PairMining.Find(Baskets, new PairOptions { Threads = 4 }).Pairs);
        var reversed = BasketSet.FromRows(Baskets.Products, Enumerable.Range(0, Baskets.Count).Reverse().Select(basket => Baskets[basket].ToArray()));
        Assert.Equal(one.Pairs, PairMining.Find(reversed, new PairOptions()).Pairs);
    }

    [Fact]
    public void Wrong_options_are_all_named_and_the_defaults_are_as_documented()
    {
        string message = Assert.Throws<ArgumentException>(() =>
            PairMining.Find(Baskets, new PairOptions { MinCount = 0, MaxQ = 2, Correction = (PValueCorrection)7, Threads = -1 })).Message;
        Assert.All(["MinCount", "MaxQ", "Correction", "Threads"], name => Assert.Contains(name, message));
        Assert.Equal(new PairOptions { MinCount = 5, MaxQ = 1, Correction = PValueCorrection.BenjaminiHochberg, Threads = 0 }, new PairOptions());
    }

    private static int Holding(int first, int second) => Enumerable.Range(0, Baskets.Count).Count(basket => Baskets[basket].Contains(first) && Baskets[basket].Contains(second));
}
