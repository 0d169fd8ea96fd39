using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

/// <summary>Rule counts that at least two independent miners agree on (PEERS.md, section 1).</summary>
public class PublishedRuleCountTests
{
    [Theory]
    [InlineData("retail", 441, 0.5, 402, 438)]
    [InlineData("retail", 89, 0.5, 5731, 6192)]
    [InlineData("T10I4D100K", 500, 0.5, 607, 1145)]
    [InlineData("BMS1_renumbered", 60, 0.5, 3928, 4894)]
    public void Fimi(string data, int minCount, double confidence, int single, int any) =>
        AssertCounts(TestBaskets.Fimi(data), minCount, confidence, single, any);

    [Theory(Explicit = true)]
    [InlineData("T10I4D100K", 100, 0.5, 72_054, 333_757)]
    [InlineData("mushroom", 1625, 0.8, 356_907, 13_734_285)]
    public void Large_fimi(string data, int minCount, double confidence, int single, int any) =>
        AssertCounts(TestBaskets.Fimi(data), minCount, confidence, single, any);

    [Theory]
    [InlineData(99, 0.5, 15)]
    [InlineData(10, 0.5, 5668)]
    [InlineData(10, 0.8, 410)]
    public void Groceries(int minCount, double confidence, int single) =>
        Assert.Equal(single, RuleMining.Generate(TestBaskets.Mine(TestBaskets.Groceries(), minCount), new RuleOptions { MinConfidence = confidence }).Count);

    [Theory]
    [InlineData(400, 59)]
    [InlineData(200, 930)]
    public void Online_retail(int minCount, int single) => AssertSingle(minCount, single);

    [Theory(Explicit = true)]
    [InlineData(100, 22_535)]
    [InlineData(60, 690_188)]
    public void Large_online_retail(int minCount, int single) => AssertSingle(minCount, single);

    [Fact]
    public void The_rule_of_highest_lift_in_groceries_is_the_published_one()
    {
        BasketSet baskets = TestBaskets.Groceries();
        RuleTable rules = RuleMining.Generate(TestBaskets.Mine(baskets, 10), new RuleOptions { MinConfidence = 0.8 });
        int best = Enumerable.Range(0, rules.Count).MaxBy(rule => rules.Counts(rule).Lift);
        Assert.Equal(11.235, rules.Counts(best).Lift, 0.0005);
        Assert.Equal(19, rules.Counts(best).Both);
        Assert.Equal(["liquor", "red/blush wine"], Labels(baskets, rules.Antecedent(best)));
        Assert.Equal(["bottled beer"], Labels(baskets, rules.Consequent(best)));
    }

    private static void AssertSingle(int minCount, int single) => Assert.Equal(
        single, RuleMining.Count(TestBaskets.Mine(TestBaskets.OnlineRetail(), minCount), new RuleOptions()).Rules);

    private static void AssertCounts(BasketSet baskets, int minCount, double confidence, int single, int any)
    {
        ItemsetTable itemsets = TestBaskets.Mine(baskets, minCount);
        var one = new RuleOptions { MinConfidence = confidence };
        RuleOptions several = one with { MaxConsequentLength = int.MaxValue };
        Assert.Equal(single, RuleMining.Generate(itemsets, one).Count);
        Assert.Equal(single, RuleMining.Count(itemsets, one).Rules);
        Assert.Equal(any, RuleMining.Generate(itemsets, several).Count);
        Assert.Equal(any, RuleMining.Count(itemsets, several).Rules);
    }

    private static string[] Labels(BasketSet baskets, ReadOnlySpan<int> rows)
    {
        List<string> labels = [];
        foreach (int row in rows)
        {
            labels.Add(baskets.Products[row].Value);
        }

        labels.Sort(StringComparer.Ordinal);
        return [.. labels];
    }
}
