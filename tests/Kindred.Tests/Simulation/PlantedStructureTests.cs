using Kindred.Simulation;

namespace Kindred.Tests.Simulation;

/// <summary>What truth.json says is what an independent recount of the orders finds.</summary>
public class PlantedStructureTests(DefaultShop shop) : IClassFixture<DefaultShop>
{
    // 410 pairs: a normal deviation above 4 is expected in 0.03 of them. 0.15 allows for what Expectation leaves out (stock-outs and
    // the rule against two of a type), which lowers counts by about 4 % in all.
    private const double MaxDeviations = 4.5;
    private const double ModelTolerance = 0.15;

    private Truth Truth => shop.Simulator.Truth;

    [Fact]
    public void Planted_complements_are_bought_together_as_often_as_stated()
    {
        Assert.InRange(Truth.Complements.Count, 300, 600);
        Assert.All(Truth.Complements, c =>
        {
            double allowed = (MaxDeviations * Math.Sqrt(c.ExpectedCount + 1)) + (ModelTolerance * c.ExpectedCount);
            Assert.InRange(shop.With(c.A, c.B), c.ExpectedCount - allowed, c.ExpectedCount + allowed);
        });
        double ratio = Truth.Complements.Sum(c => shop.With(c.A, c.B)) / Truth.Complements.Sum(c => c.ExpectedCount);
        Assert.InRange(ratio, 0.9, 1.05);
    }

    [Fact]
    public void The_stated_lift_is_the_lift_of_the_orders()
    {
        PlantedComplement[] frequent = [.. Truth.Complements.Where(c => c.ExpectedCount >= 40)];
        Assert.True(frequent.Length >= 40);
        Assert.All(frequent, c => Assert.InRange(shop.With(c.A, c.B) / shop.ByChance(c.A, c.B) / c.ExpectedLift, 0.5, 1.6));
        Assert.All(Truth.Complements, c => Assert.True(c.ExpectedLift > 2, c.ToString()));
    }

    [Fact]
    public void Conditions_hold_seasonal_and_segment_pairs_are_mostly_bought_there()
    {
        PlantedComplement[] seasonal = [.. Truth.Complements.Where(c => c.Condition.StartsWith("season:", StringComparison.Ordinal))];
        PlantedComplement[] segmental = [.. Truth.Complements.Where(c => c.Condition.StartsWith("segment:", StringComparison.Ordinal))];
        Assert.NotEmpty(seasonal);
        Assert.NotEmpty(segmental);
        Assert.InRange(ShareInside(seasonal, (c, stratum) => stratum.StartsWith(c.Condition[7..], StringComparison.OrdinalIgnoreCase)), 0.6, 1);
        Assert.InRange(ShareInside(segmental, (c, stratum) => stratum.EndsWith($"/{SegmentIndex(c)}", StringComparison.Ordinal)), 0.6, 1);
    }

    [Fact]
    public void Substitutes_are_seldom_bought_together()
    {
        double chance = Truth.Substitutes.Sum(s => shop.ByChance(s.A, s.B));
        Assert.True(chance > 200, "enough baskets to tell");
        Assert.InRange(Truth.Substitutes.Sum(s => shop.With(s.A, s.B)), 0, 0.45 * chance);
    }

    [Theory]
    [InlineData(Confounder.Popularity, 0.85, 1.15)]
    [InlineData(Confounder.Season, 1.35, 4)]
    [InlineData(Confounder.Taste, 0.9, 1.4)]
    public void Coincidences_are_explained_by_season_and_segment(Confounder confounder, double minLift, double maxLift)
    {
        PlantedCoincidence[] pairs = [.. Truth.Coincidences.Where(c => c.Confounder == confounder)];
        Assert.Equal(40, pairs.Length);
        int together = pairs.Sum(c => shop.With(c.A, c.B));
        double withinStrata = pairs.Sum(ExpectedWithinStrata);

        // The sum of 40 counts is close to Poisson; the pairs overlap in products, hence a wide 4 deviations. A basket's size is
        // another, slight confounder: E[n(n − 1)] / E[n]² is about 1.05.
        double allowed = (4 * Math.Sqrt(withinStrata)) + (0.06 * withinStrata);
        Assert.InRange(together, withinStrata - allowed, withinStrata + allowed);
        Assert.InRange(together / pairs.Sum(c => shop.ByChance(c.A, c.B)), minLift, maxLift);
    }

    [Fact]
    public void No_pair_is_planted_in_two_contradicting_ways()
    {
        (string, string)[] complements = [.. Truth.Complements.Select(c => Key(c.A.Value, c.B.Value))];
        (string, string)[] substitutes = [.. Truth.Substitutes.Select(c => Key(c.A.Value, c.B.Value))];
        (string, string)[] coincidences = [.. Truth.Coincidences.Select(c => Key(c.A.Value, c.B.Value))];
        (string, string)[] all = [.. complements.Distinct(), .. substitutes, .. coincidences];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, p => Assert.NotEqual(p.Item1, p.Item2));
        HashSet<(string, string)> siblings = [.. Truth.Complements.GroupBy(c => c.A.Value)
            .SelectMany(g => g.SelectMany(x => g.Select(y => Key(x.B.Value, y.B.Value))))];
        Assert.DoesNotContain(substitutes.Concat(coincidences), siblings.Contains);
    }

    [Fact]
    public void Cold_products_have_companions_and_hardly_a_sale()
    {
        Assert.Equal(40, Truth.Cold.Count);
        Assert.All(Truth.Cold, c => Assert.NotEmpty(c.Companions));
        Assert.All(Truth.Cold, c => Assert.InRange(shop.With(c.Product), 0, 25));
        HashSet<string> cold = [.. Truth.Cold.Select(c => c.Product.Value)];
        Assert.DoesNotContain(Truth.Complements, c => cold.Contains(c.A.Value) || cold.Contains(c.B.Value));
        Assert.All(Truth.Cold.SelectMany(c => c.Companions), c => Assert.DoesNotContain(c.Value, cold));
    }

    [Fact]
    public void A_plain_threshold_finds_the_planted_pairs_and_few_coincidences()
    {
        // At least 5 baskets and 10 times chance: crude, yet enough for what was planted strongly.
        IEnumerable<FoundPair> found = shop.Pairs.Where(p => p.Value >= 5).Select(p => new FoundPair(new(p.Key.A), new(p.Key.B)))
            .Where(p => shop.With(p.A, p.B) > 10 * shop.ByChance(p.A, p.B));
        FindingsScore score = FindingsScore.Of(Truth, found);
        Assert.InRange(score.DetectableRecall, 0.7, 1);
        Assert.InRange(score.Precision, 0.7, 1);
        Assert.InRange(score.CoincidencesCalled.Values.Sum(), 0, 2);
        Assert.InRange(score.SubstitutesCalled, 0, 2);
    }

    private static (string, string) Key(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);

    private static int SegmentIndex(PlantedComplement c) => ShopVocabulary.Instance.Segments.Single(s => s.Name == c.Condition["segment:".Length..]).Index;

    private double ShareInside(PlantedComplement[] pairs, Func<PlantedComplement, string, bool> inside)
    {
        int all = 0;
        int within = 0;
        foreach (PlantedComplement c in pairs)
        {
            foreach ((string[] _, string stratum) in shop.Baskets.Where(b => Holds(b.Products, c.A.Value) && Holds(b.Products, c.B.Value)))
            {
                all++;
                within += inside(c, stratum) ? 1 : 0;
            }
        }

        return within / (double)all;
    }

    private static bool Holds(string[] basket, string product) => Array.IndexOf(basket, product) >= 0;

    private double ExpectedWithinStrata(PlantedCoincidence pair) => shop.Baskets.GroupBy(b => b.Stratum).Sum(stratum =>
        stratum.Count(b => Holds(b.Products, pair.A.Value)) * (double)stratum.Count(b => Holds(b.Products, pair.B.Value)) / stratum.Count());
}
