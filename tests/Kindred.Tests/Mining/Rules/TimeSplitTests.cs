using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

public class TimeSplitTests
{
    private const int Steady = 0, Fad = 2, Rare = 4;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_steady_pair_is_confirmed_a_fad_is_not_and_a_rare_one_is_too_rare()
    {
        (BasketSet baskets, DateTime[] times) = Shop();
        TimeSplit split = TimeSplit.Create(baskets, times)!;
        PairTable found = PairMining.Find(split.Discovery, new PairOptions { MaxQ = 0.001 });
        HoldOutResult[] results = HoldOutConfirmation.Confirm(found.Pairs, split.HoldOut);
        Assert.Equal([(Steady, HoldOutVerdict.Confirmed), (Fad, HoldOutVerdict.NotConfirmed), (Rare, HoldOutVerdict.TooFewToSay)],
            found.Pairs.Zip(results, (pair, result) => (pair.First, result.Verdict)));
        Assert.True(results[0].Lift > 5 && results[1].Lift < 2);
    }

    [Fact]
    public void Rules_are_recounted_in_the_later_baskets()
    {
        (BasketSet baskets, DateTime[] times) = Shop();
        TimeSplit split = TimeSplit.Create(baskets, times)!;
        RuleTable rules = RuleMining.Generate(TestBaskets.Mine(split.Discovery, 30), new RuleOptions { MinConfidence = 0.3, MaxConsequentLength = 2 });
        HoldOutResult[] results = HoldOutConfirmation.Confirm(rules, split.HoldOut);
        Assert.Equal(rules.Count, results.Length);
        for (int rule = 0; rule < rules.Count; rule++)
        {
            int[] x = rules.Antecedent(rule).ToArray(), y = rules.Consequent(rule).ToArray();
            Assert.Equal(new ContingencyTable(Holding([.. x, .. y]), Holding(x), Holding(y), split.HoldOut.Count), results[rule].HoldOut);
            Assert.Equal(rules.Counts(rule), results[rule].Discovery);
        }

        int Holding(int[] rows) => Enumerable.Range(0, split.HoldOut.Count).Count(basket => rows.All(row => split.HoldOut[basket].Contains(row)));
    }

    [Fact]
    public void The_earlier_part_comes_before_the_boundary_and_one_moment_is_never_cut()
    {
        (BasketSet baskets, DateTime[] times) = Shop();
        DateTime[] days = [.. times.Select(time => time.Date)];
        new Random(1).Shuffle(days);
        TimeSplit split = TimeSplit.Create(baskets, days, 0.8)!;
        Assert.Equal(days.Count(day => day < split.Boundary), split.Discovery.Count);
        Assert.Equal(baskets.Count, split.Discovery.Count + split.HoldOut.Count);
        Assert.InRange(split.Discovery.Count / (double)baskets.Count, 0.75, 0.8);
        Assert.True(split.DiscoveryWindow.To < split.Boundary && split.HoldOutWindow.From == split.Boundary);
        int first = Array.FindIndex(days, day => day < split.Boundary);
        Assert.Equal(baskets[first].ToArray(), split.Discovery[0].ToArray());
    }

    [Fact]
    public void What_cannot_be_split_gives_nothing_and_wrong_input_an_error()
    {
        (BasketSet baskets, DateTime[] times) = Shop();
        Assert.Null(TimeSplit.Create(baskets, [.. times.Select(_ => Start)]));
        Assert.Throws<ArgumentException>(() => TimeSplit.Create(baskets, times.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeSplit.Create(baskets, times, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => HoldOutConfirmation.Confirm([], baskets, alpha: 0));
        Assert.Null(TimeWindow.Of([]));
    }

    /// <summary>4,000 baskets: one pair of products always together, one only in the first half, one of a dozen baskets early on and a single one later.</summary>
    private static (BasketSet Baskets, DateTime[] Times) Shop()
    {
        var random = new Random(3);
        List<int[]> rows = [];
        for (int basket = 0; basket < 4000; basket++)
        {
            List<int> row = [.. Enumerable.Range(6, 10).Where(_ => random.NextDouble() < 0.2)];
            AddPair(row, Steady, together: basket % 10 == 0, random);
            AddPair(row, Fad, together: basket < 2000 && basket % 10 == 1, random);
            row.AddRange(basket < 3200 && basket % 260 == 2 ? [Rare, Rare + 1] : basket >= 3200 && basket % 400 == 2 ? [Rare] : []);
            rows.Add([.. row.Distinct()]);
        }

        return (BasketSet.FromRows(new Vocabulary(Enumerable.Range(0, 16).Select(row => $"p{row}")), rows),
            [.. Enumerable.Range(0, 4000).Select(basket => Start.AddHours(basket * 2))]);
    }

    private static void AddPair(List<int> row, int first, bool together, Random random)
    {
        row.AddRange(together ? [first, first + 1] : []);
        row.AddRange(random.NextDouble() < 0.02 ? [first] : []);
        row.AddRange(random.NextDouble() < 0.02 ? [first + 1] : []);
    }
}
