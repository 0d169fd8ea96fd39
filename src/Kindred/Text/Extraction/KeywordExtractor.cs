namespace Kindred.Text;

/// <summary>Finds the words that say most about a text beside the shop's other texts: those with the greatest tf-idf weight.</summary>
/// <remarks>Words are not stemmed; Chinese is cut into words that are learned from the same texts. Immutable and thread-safe.</remarks>
public sealed class KeywordExtractor
{
    private readonly TextAnalyzer _analyzer;
    private readonly Dictionary<string, int> _documents;
    private readonly int _count;

    private KeywordExtractor(TextAnalyzer analyzer, Dictionary<string, int> documents, int count) => (_analyzer, _documents, _count) = (analyzer, documents, count);

    /// <summary>Learns how common words are.</summary>
    /// <param name="texts">The shop's texts.</param>
    /// <param name="cancellation">Stops the learning.</param>
    public static KeywordExtractor Learn(IReadOnlyCollection<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var segmenter = WordSegmenter.Learn(texts, cancellation: cancellation);
        var analyzer = new TextAnalyzer(new TextAnalyzerOptions { Stem = false, Han = HanTokens.Words, Segmenter = segmenter });
        var documents = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in texts.SelectMany(t => analyzer.Analyze(t).Distinct()))
        {
            cancellation.ThrowIfCancellationRequested();
            documents[word] = documents.GetValueOrDefault(word) + 1;
        }

        return new KeywordExtractor(analyzer, documents, texts.Count);
    }

    /// <summary>The best keywords of a text, best first; equal ones in the order of the text.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="count">Most keywords.</param>
    public IReadOnlyList<string> Extract(string? text, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. _analyzer.Analyze(text).Where(w => w.Length > 1).CountBy(w => w, StringComparer.Ordinal)
            .OrderByDescending(w => (1 + Math.Log(w.Value)) * InverseFrequency(w.Key)).Take(count).Select(w => w.Key)];
    }

    private double InverseFrequency(string word) => 1 + Math.Log((1.0 + _count) / (1 + _documents.GetValueOrDefault(word)));
}
