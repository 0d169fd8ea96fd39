using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Numerics;

namespace Kindred.Tests.Mining.Rules;

public class RulePruningTests
{
    private static readonly BasketSet Baskets = TestBaskets.Planted(new Random(6), 300, 7, 0.45);
    private static readonly RuleTable Rules = RuleMining.Generate(TestBaskets.Mine(Baskets, 10), new RuleOptions { MinConfidence = 0.2, MaxConsequentLength = 2 });

    [Fact]
    public void Improvement_is_the_margin_over_the_best_of_all_simpler_rules()
    {
        double[] improvement = Rules.Column(RuleMeasures.Get("improvement"));
        double[] boost = Rules.Column(RuleMeasures.Get("boost"));
        for (int rule = 0; rule < Rules.Count; rule++)
        {
            double best = SimplerConfidences(rule).Max();
            Assert.Equal(Rules.Counts(rule).Confidence - best, improvement[rule], 1e-12);
            Assert.Equal(Rules.Counts(rule).Confidence / best, boost[rule], 1e-12);
        }
    }

    [Fact]
    public void Pruning_keeps_exactly_the_rules_of_its_definition()
    {
        int[] all = [.. Enumerable.Range(0, Rules.Count)];
        int[] notRedundant = [.. all.Where(rule => SimplerConfidences(rule).All(simpler => Rules.Counts(rule).Confidence > simpler))];
        Assert.InRange(notRedundant.Length, 1, Rules.Count - 1);
        AssertSame(notRedundant, RulePruning.NotRedundant(Rules));
        int[] improving = [.. all.Where(rule => Rules.Counts(rule).Confidence - SimplerConfidences(rule).Max() >= 0.05)];
        Assert.InRange(improving.Length, 1, notRedundant.Length - 1);
        AssertSame(improving, RulePruning.WithImprovement(Rules, 0.05));
        int[] productive = [.. notRedundant.Where(rule => WorstP(rule) <= Math.Log(0.01))];
        Assert.InRange(productive.Length, 1, notRedundant.Length - 1);
        AssertSame(productive, RulePruning.SignificantlyProductive(Rules, 0.01));
    }

    [Fact]
    public void A_product_that_adds_nothing_is_not_productive_and_one_that_does_is()
    {
        // Y follows A or B each half of the time and both always; C is a coin toss.
        var random = new Random(2);
        IEnumerable<int[]> rows = Enumerable.Range(0, 4000).Select(_ =>
        {
            (bool a, bool b, bool c) = (random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
            bool y = (a && b) || ((a || b) && random.Next(2) == 0);
            return new[] { a, b, c, y }.Select((held, row) => held ? row : -1).Where(row => row >= 0).ToArray();
        });
        BasketSet baskets = BasketSet.FromRows(new Vocabulary(["a", "b", "c", "y"]), rows);
        RuleTable productive = RulePruning.SignificantlyProductive(RuleMining.Generate(TestBaskets.Mine(baskets, 50), new RuleOptions { MinConfidence = 0.3 }), 1e-6);
        string[] toY = [.. Enumerable.Range(0, productive.Count).Where(rule => productive.Consequent(rule)[0] == 3).Select(rule => string.Join(',', productive.Antecedent(rule).ToArray())).Order()];
        Assert.Equal(["0", "0,1", "1"], toY);
    }

    private static void AssertSame(int[] expected, RuleTable actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.All(expected.Index(), entry =>
        {
            Assert.Equal(Rules.UnionItemset(entry.Item), actual.UnionItemset(entry.Index));
            Assert.Equal(Rules.AntecedentItemset(entry.Item), actual.AntecedentItemset(entry.Index));
        });
    }

    /// <summary>Confidence of every proper subset of the antecedent, counted in the baskets.</summary>
    private static IEnumerable<double> SimplerConfidences(int rule)
    {
        int[] antecedent = Rules.Antecedent(rule).ToArray(), consequent = Rules.Consequent(rule).ToArray();
        return Enumerable.Range(0, (1 << antecedent.Length) - 1)
            .Select(mask => antecedent.Where((_, i) => (mask >> i & 1) == 1).ToArray())
            .Select(subset => (double)Holding([.. subset, .. consequent]) / Holding(subset));
    }

    private static double WorstP(int rule)
    {
        int[] antecedent = Rules.Antecedent(rule).ToArray(), consequent = Rules.Consequent(rule).ToArray();
        return antecedent.Max(item =>
        {
            int[] rest = [.. antecedent.Where(other => other != item)];
            return Hypergeometric.LogUpperTail(Holding([.. antecedent, .. consequent]), Holding(antecedent), Holding([.. rest, .. consequent]), Holding(rest));
        });
    }

    private static int Holding(int[] rows) => Enumerable.Range(0, Baskets.Count).Count(basket => rows.All(row => Baskets[basket].Contains(row)));
}
