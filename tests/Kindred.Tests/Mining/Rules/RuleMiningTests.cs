using System.Numerics;
using CsCheck;
using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

public class RuleMiningTests
{
    [Fact]
    public void Rules_are_those_of_trying_every_split_of_every_itemset() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 4], Gen.Int[0, 10], Gen.Int[0, 15]).Sample((seed, longest, tenths, liftTenths) =>
        {
            ItemsetTable itemsets = TestBaskets.Mine(TestBaskets.Random(new Random(seed), 40, 7, 0.5), 5);
            var options = new RuleOptions { MinConfidence = tenths / 10.0, MinLift = liftTenths / 10.0, MaxConsequentLength = longest };
            RuleTable rules = RuleMining.Generate(itemsets, options);
            Assert.Equal(BruteForce(itemsets, tenths, liftTenths, longest), Written(rules));
            Assert.Equal(new RuleCount(rules.Count, rules.CandidateCount), RuleMining.Count(itemsets, options));
        }, iter: 200);

    [Fact]
    public void Rules_and_their_order_do_not_depend_on_the_thread_count()
    {
        ItemsetTable itemsets = TestBaskets.Mine(TestBaskets.Random(new Random(5), 200, 14, 0.7), 20);
        Assert.True(itemsets.Count > 1000);
        var options = new RuleOptions { MinConfidence = 0.3, MaxConsequentLength = int.MaxValue, Threads = 1 };
        Assert.Equal(Written(RuleMining.Generate(itemsets, options)), Written(RuleMining.Generate(itemsets, options with { Threads = 4 })));
    }

    [Fact]
    public void A_confidence_that_is_met_exactly_counts_as_met()
    {
        // Every fraction b/a with a up to 60 that has a finite decimal form, given as the double nearest to it.
        for (int a = 1; a <= 60; a++)
        {
            for (int b = 1; b <= a; b++)
            {
                if (decimal.Round((decimal)b / a, 12) * a == b)
                {
                    Assert.Equal(a, new ConfidenceLimit((double)b / a).HighestAntecedentCount(b));
                }
            }
        }
    }

    [Fact]
    public void Candidates_count_every_split_whatever_its_confidence()
    {
        var itemsets = new ItemsetTable(10);
        foreach (int[] set in (int[][])[[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
        {
            itemsets.Add(set, 5);
        }

        Assert.Equal(3 + (3 * 2), RuleMining.Count(itemsets, new RuleOptions()).Candidates);
        Assert.Equal(6 + (3 * 2), RuleMining.Count(itemsets, new RuleOptions { MaxConsequentLength = 2 }).Candidates);
    }

    [Fact]
    public void Closed_itemsets_are_refused_with_the_reason()
    {
        var itemsets = new ItemsetTable(10);
        itemsets.Add([0, 1], 5);
        ArgumentException error = Assert.Throws<ArgumentException>(() => RuleMining.Generate(itemsets, new RuleOptions()));
        Assert.Contains("all frequent itemsets", error.Message);
    }

    [Fact]
    public void An_itemset_listed_twice_is_refused()
    {
        var itemsets = new ItemsetTable(10);
        itemsets.Add([0], 5);
        itemsets.Add([0], 5);
        Assert.Contains("0 and 1", Assert.Throws<ArgumentException>(() => RuleMining.Count(itemsets, new RuleOptions())).Message);
    }

    [Fact]
    public void No_itemsets_give_no_rules() => Assert.Equal(0, RuleMining.Generate(new ItemsetTable(0), new RuleOptions()).Count);

    [Fact]
    public void All_wrong_options_are_named_at_once()
    {
        var wrong = new RuleOptions { MinConfidence = 1.1, MinLift = -1, MaxQ = 0, Correction = (PValueCorrection)9, MaxConsequentLength = 0, Threads = -1 };
        string message = Assert.Throws<ArgumentException>(() => RuleMining.Generate(new ItemsetTable(0), wrong)).Message;
        Assert.All(["MinConfidence", "MinLift", "MaxQ", "Correction", "MaxConsequentLength", "Threads"], name => Assert.Contains(name, message));
    }

    [Fact]
    public void Default_options_are_as_documented()
    {
        var options = new RuleOptions();
        Assert.Equal((0.5, 0.0, null, 1, 0), (options.MinConfidence, options.MinLift, options.MaxQ, options.MaxConsequentLength, options.Threads));
        Assert.Equal(PValueCorrection.BenjaminiHochberg, options.Correction);
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        ItemsetTable itemsets = TestBaskets.Mine(TestBaskets.Random(new Random(5), 50, 6, 0.7), 5);
        Assert.ThrowsAny<OperationCanceledException>(() => RuleMining.Generate(itemsets, new RuleOptions(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_limit_on_q_keeps_exactly_the_rules_whose_corrected_p_is_within_it()
    {
        ItemsetTable itemsets = TestBaskets.Mine(TestBaskets.Planted(new Random(8), 300, 8, 0.3), 20);
        var all = new RuleOptions { MinConfidence = 0.2 };
        RuleTable rules = RuleMining.Generate(itemsets, all);
        double[] logQ = rules.LogQValues(PValueCorrection.Holm);
        double limit = logQ.Where(q => q < 0).Order().First();
        RuleTable kept = RuleMining.Generate(itemsets, all with { MaxQ = Math.Exp(limit), Correction = PValueCorrection.Holm });
        string[] expected = [.. Written(rules).Where((_, rule) => logQ[rule] <= Math.Log(Math.Exp(limit)))];
        Assert.InRange(kept.Count, 1, rules.Count - 1);
        Assert.Equal(expected, Written(kept));
        Assert.Equal(rules.CandidateCount, kept.CandidateCount);
    }

    private static List<string> BruteForce(ItemsetTable itemsets, int tenths, int liftTenths, int longest)
    {
        var counts = Enumerable.Range(0, itemsets.Count).ToDictionary(i => Mask(itemsets.Items(i)), itemsets.SupportCount);
        List<(int Itemset, string Consequent, string Rule)> rules = [];
        for (int itemset = 0; itemset < itemsets.Count; itemset++)
        {
            uint union = Mask(itemsets.Items(itemset));
            for (uint consequent = (union - 1) & union; consequent != 0; consequent = (consequent - 1) & union)
            {
                long both = counts[union], x = counts[union ^ consequent], y = counts[consequent];
                if (10 * both >= tenths * x && 10 * both * itemsets.BasketCount >= liftTenths * x * y && BitOperations.PopCount(consequent) <= longest)
                {
                    rules.Add((itemset, Name(consequent), $"{Name(union ^ consequent)} => {Name(consequent)} {both}/{x}/{y}/{itemsets.BasketCount}"));
                }
            }
        }

        return [.. rules.OrderBy(rule => rule.Itemset).ThenBy(rule => rule.Consequent, StringComparer.Ordinal).Select(rule => rule.Rule)];
    }

    private static List<string> Written(RuleTable rules)
    {
        List<string> written = [];
        for (int rule = 0; rule < rules.Count; rule++)
        {
            ContingencyTable counts = rules.Counts(rule);
            written.Add($"{Name(Mask(rules.Antecedent(rule)))} => {Name(Mask(rules.Consequent(rule)))} {counts.Both}/{counts.Antecedent}/{counts.Consequent}/{counts.Total}");
        }

        return written;
    }

    private static uint Mask(ReadOnlySpan<int> rows)
    {
        uint mask = 0;
        foreach (int row in rows)
        {
            mask |= 1u << row;
        }

        return mask;
    }

    private static string Name(uint mask) => string.Concat(Enumerable.Range(0, 32).Where(row => (mask >> row & 1) == 1).Select(row => (char)('a' + row)));
}
