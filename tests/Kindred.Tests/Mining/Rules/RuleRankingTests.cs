using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

public class RuleRankingTests
{
    private static readonly ItemsetTable Itemsets = TestBaskets.Mine(TestBaskets.Planted(new Random(4), 300, 12, 0.4), 6);
    private static readonly RuleOptions Options = new() { MinConfidence = 0.1, MaxConsequentLength = 3 };

    [Theory]
    [InlineData("lift")]
    [InlineData("count")]
    [InlineData("fishersExactTest")]
    [InlineData("improvement")]
    [InlineData("conviction")]
    public void Sorting_puts_the_best_first_and_keeps_the_order_of_equals(string name)
    {
        RuleMeasure measure = RuleMeasures.Get(name);
        RuleTable rules = RuleMining.Generate(Itemsets, Options);
        double[] values = rules.Column(measure);
        int[] expected = [.. Enumerable.Range(0, rules.Count).OrderByDescending(rule => measure.SmallerIsBetter ? -values[rule] : values[rule])];
        Assert.Equal(Written(rules.Select(expected)), Written(rules.SortedBy(measure)));
    }

    [Theory]
    [InlineData("lift", 1)]
    [InlineData("count", 50)]
    [InlineData("fishersExactTest", 20)]
    [InlineData("improvement", 30)]
    [InlineData("lift", 100_000)]
    public void The_top_rules_are_the_head_of_the_sorted_table_whatever_the_thread_count(string name, int count)
    {
        RuleTable sorted = RuleMining.Generate(Itemsets, Options).SortedBy(RuleMeasures.Get(name));
        Assert.True(Itemsets.Count > 512, "more than two blocks of work");
        foreach (int threads in (int[])[1, 3])
        {
            RuleTable top = RuleMining.Top(Itemsets, RuleMeasures.Get(name), count, Options with { Threads = threads });
            Assert.Equal(Written(sorted).Take(count), Written(top));
            Assert.Equal(sorted.CandidateCount, top.CandidateCount);
        }
    }

    [Fact]
    public void Rules_without_a_value_come_last()
    {
        var itemsets = new ItemsetTable(10);
        itemsets.Add([0], 10); // in every basket: the phi of any rule with it is 0/0
        itemsets.Add([1], 6);
        itemsets.Add([2], 5);
        itemsets.Add([0, 1], 6);
        itemsets.Add([0, 2], 5);
        itemsets.Add([1, 2], 4);
        itemsets.Add([0, 1, 2], 4);
        double[] phi = RuleMining.Generate(itemsets, new RuleOptions { MinConfidence = 0 }).SortedBy(RuleMeasures.Get("phi")).Column(RuleMeasures.Get("phi"));
        int values = phi.Count(value => !double.IsNaN(value));
        Assert.InRange(values, 1, phi.Length - 1);
        Assert.All(phi[values..], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void A_limit_on_q_is_refused_for_the_top() =>
        Assert.Contains("MaxQ", Assert.Throws<ArgumentException>(() => RuleMining.Top(Itemsets, RuleMeasures.Lift, 5, Options with { MaxQ = 0.1 })).Message);

    private static List<string> Written(RuleTable rules) =>
        [.. Enumerable.Range(0, rules.Count).Select(rule => $"{string.Join(',', rules.Antecedent(rule).ToArray())} => {string.Join(',', rules.Consequent(rule).ToArray())}")];
}
