using System.Globalization;

namespace Kindred.Evaluation;

/// <summary>Turns pairs of offers into numbers: likeness of the whole and of each text field, ratio of each number field.</summary>
internal sealed class PairFeatures
{
    // A field is a number when at least this share of its values are.
    private const double NumericShare = 0.8;

    private readonly string[] _texts;
    private readonly string[] _numbers;
    private readonly TextSimilarity _similarity;

    private PairFeatures(string[] texts, string[] numbers, TextSimilarity similarity) => (_texts, _numbers, _similarity) = (texts, numbers, similarity);

    /// <summary>Finds the fields and how common words are, from training pairs.</summary>
    public static PairFeatures Learn(IReadOnlyList<MatchingPair> pairs)
    {
        string[] offers = [.. pairs.SelectMany(p => new[] { p.Left, p.Right }).Distinct()];
        Dictionary<string, string>[] fields = [.. offers.Select(OfferFields.Read)];
        string[] names = [.. fields.SelectMany(f => f.Keys).Distinct().Order(StringComparer.Ordinal)];
        string[] numbers = [.. names.Where(name => IsNumeric([.. fields.Select(f => f.GetValueOrDefault(name, string.Empty)).Where(v => v.Length > 0)]))];
        // Where an offer has one field, the whole says nothing more than that field.
        string[] texts = [.. names.Except(numbers).Where(n => n != OfferFields.Whole || names.Length != 2)];
        var documents = fields.SelectMany(f => new OfferText(f[OfferFields.Whole]).Words).CountBy(w => w, StringComparer.Ordinal);
        var inverse = documents.ToDictionary(d => d.Key, d => Math.Log((1.0 + offers.Length) / d.Value), StringComparer.Ordinal);
        return new PairFeatures(texts, numbers, new TextSimilarity(inverse));
    }

    /// <summary>The features of a pair.</summary>
    public double[] Compute(MatchingPair pair)
    {
        Dictionary<string, string> left = OfferFields.Read(pair.Left);
        Dictionary<string, string> right = OfferFields.Read(pair.Right);
        IEnumerable<double> texts = _texts.SelectMany(name => CompareTexts(left.GetValueOrDefault(name, string.Empty), right.GetValueOrDefault(name, string.Empty)));
        return [.. texts, .. _numbers.SelectMany(name => CompareNumbers(left.GetValueOrDefault(name, string.Empty), right.GetValueOrDefault(name, string.Empty)))];
    }

    private static bool IsNumeric(string[] values) => values.Length > 0 && values.Count(v => TryNumber(v, out _)) >= NumericShare * values.Length;

    private static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value > 0;

    private static double[] CompareNumbers(string left, string right) => TryNumber(left, out double a) && TryNumber(right, out double b)
        ? [Math.Min(3, Math.Abs(Math.Log(a / b))), 0] : [0, 1];

    private IEnumerable<double> CompareTexts(string left, string right) =>
        left.Length > 0 && right.Length > 0 ? [.. _similarity.Compare(new OfferText(left), new OfferText(right)), 0] : [.. Enumerable.Repeat(-1.0, TextSimilarity.Count), 1];
}
