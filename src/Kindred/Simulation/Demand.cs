using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>What a customer of a segment wants in a season, and with what probability a basket comes to hold a product.</summary>
/// <remarks>
/// A basket meets some needs. Each need is a product of the week's flyer, a habit of the customer, or a type drawn by season and
/// taste and then a product of the type drawn by popularity and price tier. Given season and segment the needs are independent,
/// which is what makes coincidences coincidences.
/// </remarks>
internal sealed class Demand
{
    public const double PromotionShare = 0.05;
    public const double HabitShare = 0.20;

    private const double TasteBoost = 2.2;
    private const double SeasonBoost = 5.0;
    private const double OffSeason = 0.5;

    // Share of baskets with 1, 2, … needs. Its variance is close to its mean, as for a Poisson number, so that basket size alone
    // makes no two products look related.
    private static readonly double[] NeedShares = [0.22, 0.24, 0.20, 0.14, 0.09, 0.05, 0.03, 0.015, 0.010, 0.005];

    private readonly Catalogue _catalogue;
    private readonly AliasTable _needs = new(NeedShares);
    private readonly AliasTable[,] _types;
    private readonly double[,][] _typeShares;
    private readonly AliasTable[] _habits;
    private readonly double[][] _habitShares;
    private readonly AliasTable[,] _products;
    private readonly double[][] _tierSums;

    public Demand(Catalogue catalogue)
    {
        _catalogue = catalogue;
        ShopVocabulary words = ShopVocabulary.Instance;
        double[] popularity = TypePopularity(words.Types.Count);
        int segments = words.Segments.Count;
        int seasons = Enum.GetValues<Season>().Length;
        _types = new AliasTable[segments, seasons];
        _typeShares = new double[segments, seasons][];
        _habits = new AliasTable[segments];
        _habitShares = new double[segments][];
        foreach (Segment segment in words.Segments)
        {
            for (int season = 0; season < seasons; season++)
            {
                double[] weights = [.. words.Types.Select(t => popularity[t.Index] * Taste(t, segment) * Fashion(t, (Season)season))];
                _types[segment.Index, season] = new AliasTable(weights);
                _typeShares[segment.Index, season] = Normalised(weights);
            }

            double[] habits = [.. words.Types.Select(t => t.Everyday ? popularity[t.Index] * Taste(t, segment) : 0)];
            _habits[segment.Index] = new AliasTable(habits);
            _habitShares[segment.Index] = Normalised(habits);
        }

        _products = new AliasTable[words.Types.Count, Catalogue.Tiers];
        _tierSums = new double[words.Types.Count][];
        PrepareProducts();
    }

    /// <summary>Mean number of needs of a basket.</summary>
    public static double MeanNeeds { get; } = NeedShares.Select((share, i) => share * (i + 1)).Sum();

    public int DrawNeeds(RandomStream random) => 1 + _needs.Draw(random);

    public int DrawProduct(int segment, Season season, int tier, RandomStream random) =>
        DrawOfType(_types[segment, (int)season].Draw(random), tier, random);

    public int DrawHabit(int segment, int tier, RandomStream random) => DrawOfType(_habits[segment].Draw(random), tier, random);

    public int DrawOfType(int type, int tier, RandomStream random) => _catalogue.RowsOf(type)[_products[type, tier].Draw(random)];

    /// <summary>Probability that a basket of this segment and season holds a product for its own sake, not as a companion.</summary>
    /// <remarks>1 − exp(−rate) to third order, without the platform's exp; the rate is far below 1.</remarks>
    public double BasketProbability(int row, int segment, Season season)
    {
        int type = _catalogue.TypeOf(row).Index;
        double share = ((1 - PromotionShare - HabitShare) * _typeShares[segment, (int)season][type]) + (HabitShare * _habitShares[segment][type]);
        double rate = MeanNeeds * ((share * MeanTierShare(row, type)) + (PromotionShare / _catalogue.Count));
        return rate * (1 - (rate / 2 * (1 - (rate / 3))));
    }

    private static double TierTaste(int productTier, int customerTier) => Math.Abs(productTier - customerTier) switch { 0 => 1.4, 1 => 1.0, _ => 0.7 };

    private static double Taste(ProductType type, Segment segment) => segment.Departments.Contains(type.Department.Index) ? TasteBoost : 1;

    private static double Fashion(ProductType type, Season season) =>
        type.Season == Season.Any ? 1 : type.Season == season ? SeasonBoost : OffSeason;

    private static double[] Normalised(double[] weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    private double[] TypePopularity(int types)
    {
        var random = new RandomStream(_catalogue.Options.Seed, (ulong)Salt.Types);
        return [.. Enumerable.Range(0, types).Select(_ => 1 / (random.NextDouble() + 0.15))];
    }

    private double WeightFor(int row, int customerTier) => _catalogue.WeightOf(row) * TierTaste(_catalogue.Tier[row], customerTier);

    private void PrepareProducts()
    {
        for (int type = 0; type < _tierSums.Length; type++)
        {
            int[] rows = _catalogue.RowsOf(type).ToArray();
            for (int tier = 0; tier < Catalogue.Tiers; tier++)
            {
                _products[type, tier] = new AliasTable([.. rows.Select(row => WeightFor(row, tier))]);
            }

            _tierSums[type] = TierSums(rows);
        }
    }

    private double[] TierSums(int[] rows) => [.. Enumerable.Range(0, Catalogue.Tiers).Select(tier => rows.Sum(row => WeightFor(row, tier)))];

    private double MeanTierShare(int row, int type)
    {
        double share = 0;
        for (int tier = 0; tier < Catalogue.Tiers; tier++)
        {
            share += WeightFor(row, tier) / _tierSums[type][tier] / Catalogue.Tiers;
        }

        return share;
    }
}
