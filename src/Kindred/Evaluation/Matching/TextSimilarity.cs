namespace Kindred.Evaluation;

/// <summary>How alike two texts are, seen from many sides; every feature grows or falls with likeness, and missing ones are −1.</summary>
/// <remarks>Jaccard, overlap, tf-idf cosine, n-grams, Monge–Elkan over Jaro–Winkler (Cohen, Ravikumar &amp; Fienberg, 2003), numbers, model codes, sizes.</remarks>
internal sealed class TextSimilarity(IReadOnlyDictionary<string, double> inverseFrequencies)
{
    private const double SizeTolerance = 0.005;
    private readonly double _rarest = inverseFrequencies.Count == 0 ? 1 : inverseFrequencies.Values.Max();

    public const int Count = 23;

    /// <summary>Computes the features of two texts.</summary>
    public IEnumerable<double> Compare(OfferText a, OfferText b)
    {
        string[] common = [.. a.Words.Intersect(b.Words)];
        double commonWeight = common.Sum(Weight);
        (double weightA, double weightB) = (a.Words.Sum(Weight), b.Words.Sum(Weight));
        yield return Share(common.Length, a.Words.Count + b.Words.Count - common.Length);
        yield return Share(common.Length, Math.Min(a.Words.Count, b.Words.Count));
        yield return Share(common.Length, Math.Max(a.Words.Count, b.Words.Count));
        yield return Share(commonWeight, weightA + weightB - commonWeight);
        yield return Share(commonWeight, Math.Min(weightA, weightB));
        yield return Share(commonWeight, Math.Max(weightA, weightB));
        yield return Share(common.Sum(Square), Math.Sqrt(a.Words.Sum(Square) * b.Words.Sum(Square)));
        yield return Share(a.Grams.Intersect(b.Grams).Count(), a.Grams.Union(b.Grams).Count());
        yield return Share(Math.Min(a.Tokens.Length, b.Tokens.Length), Math.Max(a.Tokens.Length, b.Tokens.Length));
        yield return a.Words.Except(b.Words).Select(Weight).DefaultIfEmpty(0).Max() / _rarest;
        yield return b.Words.Except(a.Words).Select(Weight).DefaultIfEmpty(0).Max() / _rarest;
        yield return common.Select(Weight).DefaultIfEmpty(0).Max() / _rarest;
        double forward = MongeElkan(a, b);
        double backward = MongeElkan(b, a);
        yield return Math.Min(forward, backward);
        yield return Math.Max(forward, backward);
        yield return a.Tokens.Length == 0 || b.Tokens.Length == 0 ? -1 : JaroWinkler.Similarity(a.Tokens[0], b.Tokens[0]);
        yield return Overlap(a.Numbers, b.Numbers);
        yield return a.Numbers.Count == 0 || b.Numbers.Count == 0 ? -1 : (double)a.Numbers.Intersect(b.Numbers).Count() / a.Numbers.Union(b.Numbers).Count();
        yield return Overlap(a.Codes, b.Codes);
        yield return a.Codes.Any(c => b.Joined.Contains(c, StringComparison.Ordinal)) || b.Codes.Any(c => a.Joined.Contains(c, StringComparison.Ordinal)) ? 1 : 0;
        yield return Math.Max(LongestCode(a, b), LongestCode(b, a));
        (int agreeing, int clashing) = CompareSizes(a, b);
        yield return agreeing;
        yield return clashing;
        yield return JaroWinkler.Similarity(a.Joined, b.Joined);
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : -1;

    private static double Overlap(HashSet<string> a, HashSet<string> b) => Share(a.Intersect(b).Count(), Math.Min(a.Count, b.Count));

    private static double LongestCode(OfferText a, OfferText b) =>
        a.Codes.Where(c => b.Joined.Contains(c, StringComparison.Ordinal)).Select(c => Math.Min(1, c.Length / 12.0)).DefaultIfEmpty(0).Max();

    private static (int Agreeing, int Clashing) CompareSizes(OfferText a, OfferText b)
    {
        var dimensions = a.Sizes.Select(s => s.Dimension).Intersect(b.Sizes.Select(s => s.Dimension)).ToList();
        int agreeing = dimensions.Count(d => a.Sizes.Any(s => s.Dimension == d && b.Sizes.Any(t => t.IsNear(s, SizeTolerance))));
        return (agreeing, dimensions.Count - agreeing);
    }

    // Mean over a's tokens, by weight, of the likeness of the best token of b.
    private double MongeElkan(OfferText a, OfferText b) => b.Words.Count == 0 ? -1
        : Share(a.Words.Sum(w => Weight(w) * (b.Words.Contains(w) ? 1 : b.Words.Max(v => JaroWinkler.Similarity(w, v)))), a.Words.Sum(Weight));

    private double Weight(string word) => inverseFrequencies.GetValueOrDefault(word, _rarest);

    private double Square(string word) => Weight(word) * Weight(word);
}
