using Kindred.Text;

namespace Kindred.Evaluation;

/// <summary>What is compared of one field of an offer, worked out once.</summary>
internal sealed class OfferText
{
    private static readonly TextAnalyzer Analyzer = new();

    public OfferText(string text)
    {
        string normal = TextNormalizer.Normalize(text);
        Tokens = Analyzer.Analyze(normal);
        Words = [.. Tokens];
        Joined = string.Concat(normal.Where(char.IsLetterOrDigit));
        Grams = [.. Enumerable.Range(0, Math.Max(0, Joined.Length - 2)).Select(i => Joined.Substring(i, 3))];
        Numbers = [.. Tokens.Where(t => t.Any(char.IsDigit))];
        // A model number: letters and digits mixed, or many digits; parts that a hyphen joins are one.
        Codes = [.. normal.Split([' ', ',', '(', ')', '"', '|', ';', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Select(c => string.Concat(c.Where(char.IsLetterOrDigit)))
            .Where(c => c.Length >= 4 && c.Any(char.IsDigit) && (c.Any(char.IsLetter) || c.Length >= 5))];
        Sizes = SizeExtractor.Extract(normal);
    }

    public string[] Tokens { get; }

    public HashSet<string> Words { get; }

    public string Joined { get; }

    public HashSet<string> Grams { get; }

    public HashSet<string> Numbers { get; }

    public HashSet<string> Codes { get; }

    public IReadOnlyList<ProductSize> Sizes { get; }
}
