namespace Kindred.Text;

/// <summary>Finds the brand in a title: one that the catalogue names, else a word that titles like to start with.</summary>
/// <remarks>
/// A word is taken for a brand when it starts at least <see cref="MinTitles"/> titles and at least half of the titles it stands in, and is neither a
/// stop word nor a number. Longest known brand first; of two in a title the one further left. Immutable and thread-safe.
/// </remarks>
public sealed class BrandExtractor
{
    /// <summary>Titles that a word has to start to be taken for a brand: 5.</summary>
    public const int MinTitles = 5;

    private const int MostWords = 4;
    private static readonly TextAnalyzer Analyzer = new(new TextAnalyzerOptions { Stem = false, RemoveStopWords = false, Han = HanTokens.Characters });

    private readonly Dictionary<string, string> _brands;

    private BrandExtractor(Dictionary<string, string> brands) => _brands = brands;

    /// <summary>The brands that can be found, in ordinal order.</summary>
    public IReadOnlyList<string> Brands => [.. _brands.Values.Order(StringComparer.Ordinal)];

    /// <summary>Learns brands.</summary>
    /// <param name="titles">The shop's titles.</param>
    /// <param name="known">Brands that the catalogue names, as it writes them.</param>
    public static BrandExtractor Learn(IEnumerable<string> titles, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(titles);
        ArgumentNullException.ThrowIfNull(known);
        var starts = new Dictionary<string, (int Starts, int Stands)>(StringComparer.Ordinal);
        foreach (string[] tokens in titles.Select(t => Analyzer.Analyze(t)).Where(t => t.Length > 0))
        {
            foreach (string token in tokens.Distinct())
            {
                (int start, int stands) = starts.GetValueOrDefault(token);
                starts[token] = (start + (token == tokens[0] ? 1 : 0), stands + 1);
            }
        }

        var brands = starts
            .Where(s => s.Value.Starts >= MinTitles && 2 * s.Value.Starts >= s.Value.Stands && IsName(s.Key))
            .ToDictionary(s => s.Key, s => s.Key, StringComparer.Ordinal);
        foreach (string brand in known)
        {
            brands[Form(Analyzer.Analyze(brand))] = brand.Trim();
        }

        brands.Remove(string.Empty);
        return new BrandExtractor(brands);
    }

    /// <summary>Finds the brand of a title; null where none is known in it.</summary>
    /// <param name="title">Any text; null counts as empty.</param>
    public string? Find(string? title)
    {
        string[] tokens = Analyzer.Analyze(title);
        for (int start = 0; start < tokens.Length; start++)
        {
            for (int length = Math.Min(MostWords, tokens.Length - start); length > 0; length--)
            {
                if (_brands.TryGetValue(Form(tokens.AsSpan(start, length)), out string? brand))
                {
                    return brand;
                }
            }
        }

        return null;
    }

    private static bool IsName(string token) => !char.IsDigit(token[0]) && token.Length > 1 && !StopWords.Contains(token) && CharacterKinds.Of(token[0]) == CharacterKind.Letter;

    private static string Form(ReadOnlySpan<string> tokens) => string.Join(' ', tokens!);
}
