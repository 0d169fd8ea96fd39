namespace Kindred.Text;

/// <summary>Cuts text without spaces between words into words that it has learned from the shop's own texts; needs no dictionary.</summary>
/// <remarks>
/// A string is a word when its parts stand together far more often than chance (pointwise mutual information at the weakest joint) and what stands
/// before and after it varies (branching entropy; Z. Harris 1955, Jin &amp; Tanaka-Ishii, COLING/ACL 2006). Text is cut into the words whose
/// relative frequencies have the greatest product (Viterbi). Immutable and thread-safe. The same texts in any order give the same words.
/// </remarks>
public sealed class WordSegmenter
{
    private readonly Dictionary<string, double> _logProbabilities;
    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _maxLength;
    private readonly double _unknown;

    private WordSegmenter(Dictionary<string, double> logProbabilities, int maxLength, double unknown)
    {
        _logProbabilities = logProbabilities;
        _lookup = logProbabilities.GetAlternateLookup<ReadOnlySpan<char>>();
        (_maxLength, _unknown) = (maxLength, unknown);
    }

    /// <summary>The learned words of two characters and more, in ordinal order.</summary>
    public IReadOnlyList<string> Words => [.. _logProbabilities.Keys.Where(w => w.Length > 1).Order(StringComparer.Ordinal)];

    /// <summary>Learns words; memory grows with the number of different strings of up to one more character than a word has.</summary>
    /// <param name="texts">Titles, descriptions, reviews; each counts as often as it is given.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops the learning.</param>
    public static WordSegmenter Learn(IEnumerable<string> texts, WordSegmenterOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new WordSegmenterOptions();
        options.Validate();
        var counts = new NgramCounts(options.MaxLength + 1);
        foreach (string text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            counts.Add(TextNormalizer.Normalize(text));
        }

        var words = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string word in WordCriteria.Select(counts, options))
        {
            words[word] = Math.Log((double)counts.Of(word) / counts.Total);
        }

        // A character never seen is as rare as one seen less than once.
        return new WordSegmenter(words, options.MaxLength, Math.Log(0.5 / (counts.Total + 1)));
    }

    /// <summary>Cuts a text in which no spaces stand; the ranges cover it without gaps.</summary>
    /// <param name="text">Normalised text (<see cref="TextNormalizer"/>).</param>
    public IReadOnlyList<Range> Cut(ReadOnlySpan<char> text)
    {
        // best[i]: log probability of the best cut of the first i characters; last[i]: length of its last word.
        var best = new double[text.Length + 1];
        var last = new int[text.Length + 1];
        for (int end = 1; end <= text.Length; end++)
        {
            (best[end], last[end]) = (best[end - 1] + LogProbability(text.Slice(end - 1, 1), _unknown), 1);
            for (int length = 2; length <= Math.Min(_maxLength, end); length++)
            {
                double score = best[end - length] + LogProbability(text.Slice(end - length, length), double.NegativeInfinity);
                if (score > best[end])
                {
                    (best[end], last[end]) = (score, length);
                }
            }
        }

        var words = new List<Range>();
        for (int end = text.Length; end > 0; end -= last[end])
        {
            words.Add(new Range(end - last[end], end));
        }

        words.Reverse();
        return words;
    }

    private double LogProbability(ReadOnlySpan<char> word, double otherwise) => _lookup.TryGetValue(word, out double value) ? value : otherwise;
}
