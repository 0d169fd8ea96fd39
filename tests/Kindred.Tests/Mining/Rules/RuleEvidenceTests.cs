using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

public class RuleEvidenceTests
{
    [Theory] // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_intervals_are_the_published_ones(int successes, int trials, double low, double high)
    {
        Interval interval = Interval.Wilson(successes, trials);
        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void Intervals_at_the_edges()
    {
        Assert.Equal(new Interval(0, 1), Interval.Wilson(0, 0));
        Assert.Equal(1, Interval.Wilson(7, 7).High);
        Assert.Equal(new Interval(0, double.PositiveInfinity), Interval.Lift(new ContingencyTable(0, 5, 5, 20)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(3, 2));
    }

    [Fact]
    public void The_lift_interval_holds_the_true_lift_as_often_as_it_says()
    {
        // Two products with P = 0.2 and 0.3 and P(both) = 0.12: lift 2. Over 2,000 shops of 500 baskets, 95 % ± 4 standard errors (0.5 %).
        var random = new Random(11);
        int hits = 0;
        for (int shop = 0; shop < 2000; shop++)
        {
            int both = 0, onlyFirst = 0, onlySecond = 0;
            for (int basket = 0; basket < 500; basket++)
            {
                double u = random.NextDouble();
                both += u < 0.12 ? 1 : 0;
                onlyFirst += u is >= 0.12 and < 0.2 ? 1 : 0;
                onlySecond += u is >= 0.2 and < 0.38 ? 1 : 0;
            }

            Interval interval = Interval.Lift(new ContingencyTable(both, both + onlyFirst, both + onlySecond, 500));
            hits += interval.Low <= 2 && interval.High >= 2 ? 1 : 0;
        }

        Assert.InRange(hits / 2000.0, 0.93, 0.97);
    }

    [Fact]
    public void Evidence_can_be_recounted_and_tells_sizes_beyond_double()
    {
        var counts = new ContingencyTable(3000, 3000, 3000, 100_000);
        var window = new TimeWindow(new DateTime(2010, 12, 1), new DateTime(2011, 12, 9));
        RuleEvidence evidence = RuleEvidence.Create(counts, -5000, PValueCorrection.Holm, 1_000_000, window);
        Assert.Equal((0.03, 1, 1), (evidence.Support, evidence.Confidence, evidence.ReverseConfidence));
        Assert.Equal(100_000 / 3000.0, evidence.Lift, 1e-12);
        Assert.True(evidence.Log10P < -300 && evidence.P == 0);
        Assert.Equal(-5000 / Math.Log(10), evidence.Log10Q, 1e-9);
        Assert.Equal((PValueCorrection.Holm, 1_000_000, window, 0.95), (evidence.Correction, evidence.HypothesesTested, evidence.Window, evidence.Level));
        Assert.True(evidence.ConfidenceInterval.Low < 1 && evidence.LiftInterval.Low < evidence.Lift);
    }

    [Fact]
    public void A_table_of_rules_gives_the_evidence_of_each()
    {
        RuleTable rules = RuleMining.Generate(TestBaskets.Mine(TestBaskets.Planted(new Random(6), 300, 7, 0.3), 10), new RuleOptions { MinConfidence = 0.2 });
        RuleEvidence[] evidence = rules.Evidence(PValueCorrection.BenjaminiHochberg);
        Assert.Equal(rules.Count, evidence.Length);
        Assert.All(evidence.Index(), entry =>
        {
            Assert.Equal(rules.Counts(entry.Index), entry.Item.Counts);
            Assert.Equal(rules.CandidateCount, entry.Item.HypothesesTested);
            Assert.True(entry.Item.Log10Q >= entry.Item.Log10P - 1e-9);
        });
    }

    [Fact]
    public void Counts_that_cannot_be_are_told()
    {
        Assert.True(new ContingencyTable(2, 3, 4, 5).IsValid);
        Assert.False(new ContingencyTable(1, 3, 4, 5).IsValid);
        Assert.False(new ContingencyTable(4, 3, 4, 5).IsValid);
    }
}
