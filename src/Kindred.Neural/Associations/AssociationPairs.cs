using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Models;
using Kindred.Neural.Training;
using Kindred.Numerics;

namespace Kindred.Neural.Associations;

/// <summary>Pairs of products that are bought together, as texts to learn from: significant, held back where a product has many, with hard negatives.</summary>
/// <param name="Train">Pairs to learn from, each in a random direction.</param>
/// <param name="HeldOut">Pairs kept out, likewise.</param>
/// <param name="Associated">Rows of all pairs within the limits, drawn or not: none of them is a negative.</param>
/// <param name="Tested">Pairs that could have met often enough.</param>
public sealed record AssociationPairs(IReadOnlyList<TextPair> Train, IReadOnlyList<TextPair> HeldOut, IReadOnlyList<(long, long)> Associated, long Tested)
{
    /// <summary>Mines and draws.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="titles">The title of each product row, null where there is none: such a product is left out. Keys of the pairs are these rows.</param>
    /// <param name="options">Limits and numbers.</param>
    /// <param name="training">Seed and threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KindredDataException">Fewer than two pairs are within the limits, or an option is out of range.</exception>
    public static AssociationPairs Mine(
        BasketSet baskets, IReadOnlyList<string?> titles, AssociationPairOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(titles);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ModelOptions.Validate(options);
        PairTable table = PairMining.Find(baskets, new PairOptions { MinCount = options.MinPairCount, MaxQ = options.MaxQ, Threads = training.Threads }, cancellation);
        ProductPair[] pairs = [.. table.Pairs.Where(p => Lift(p) >= options.MinLift && !string.IsNullOrWhiteSpace(titles[p.First]) && !string.IsNullOrWhiteSpace(titles[p.Second]))];
        if (pairs.Length < 2)
        {
            throw new KindredDataException(
                $"Only {pairs.Length} pairs of products with titles are bought together in {options.MinPairCount} baskets, with a lift of {options.MinLift} and beyond chance (q ≤ {options.MaxQ}). Bring more orders, or lower the limits.");
        }

        var random = new RandomStream(training.Seed);
        ProductPair[] strongest = Strongest(pairs, options.MaxPartners);
        ProductPair[] drawn = Draw(strongest, Weights(strongest, options.Discount), options.MostPairs, random);
        int heldOut = (int)(options.HeldOutShare * drawn.Length);
        var negatives = options.HardNegatives ? SubstituteNegatives.Create(baskets, titles, cancellation) : null;
        TextPair[] texts = [.. drawn.Select((pair, i) => Text(pair, titles, i < heldOut ? null : negatives, random))];
        return new AssociationPairs(texts[heldOut..], texts[..heldOut], [.. pairs.Select(p => ((long)p.First, (long)p.Second))], table.HypothesesTested);
    }

    /// <summary>Pairs of which one product is among the strongest partners of the other.</summary>
    internal static ProductPair[] Strongest(ProductPair[] pairs, int maxPartners)
    {
        HashSet<int> kept = [.. pairs.SelectMany((p, i) => new[] { (Row: p.First, Pair: i), (Row: p.Second, Pair: i) })
            .GroupBy(p => p.Row, p => p.Pair)
            .SelectMany(group => group.OrderByDescending(i => Strength(pairs[i])).ThenBy(i => i).Take(maxPartners))];
        return [.. pairs.Where((_, i) => kept.Contains(i))];
    }

    /// <summary>What each pair is drawn by: <see cref="AssociationPairOptions.Discount"/>.</summary>
    internal static double[] Weights(ProductPair[] pairs, double discount)
    {
        Dictionary<int, int> partners = pairs.SelectMany(p => new[] { p.First, p.Second }).CountBy(row => row).ToDictionary();
        return Array.ConvertAll(pairs, p => Math.Sqrt(Strength(p)) / Math.Pow((double)partners[p.First] * partners[p.Second], discount / 2));
    }

    // Weighted drawing without replacement: the largest of u^(1/w) (Efraimidis & Spirakis, 2006), in logarithms.
    private static ProductPair[] Draw(ProductPair[] pairs, double[] weights, int most, RandomStream random)
    {
        double[] keys = Array.ConvertAll(weights, w => -Math.Log(1 - random.NextDouble()) / w);
        ProductPair[] drawn = [.. Enumerable.Range(0, pairs.Length).OrderBy(i => keys[i]).Take(most).Select(i => pairs[i])];
        random.Shuffle<ProductPair>(drawn);
        return drawn;
    }

    private static TextPair Text(ProductPair pair, IReadOnlyList<string?> titles, SubstituteNegatives? negatives, RandomStream random)
    {
        (int anchor, int positive) = random.NextInt(2) == 0 ? (pair.First, pair.Second) : (pair.Second, pair.First);
        int? negative = negatives?.Find(anchor, positive);
        return new TextPair(titles[anchor]!, titles[positive]!, anchor, positive, negative is { } row ? titles[row] : null, negative ?? -1);
    }

    private static double Strength(ProductPair pair) => pair.Counts.Both * Math.Log(Lift(pair));

    private static double Lift(ProductPair pair) => (double)pair.Counts.Both * pair.Counts.Total / ((double)pair.Counts.Antecedent * pair.Counts.Consequent);
}
