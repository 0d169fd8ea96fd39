using Kindred.Domain;

namespace Kindred.Text;

/// <summary>The words of a collection as they are written, not stemmed, with the number of documents that have each; codes with digits are not among them.</summary>
/// <remarks>Memory: about 60 bytes a word. Immutable and thread-safe.</remarks>
internal sealed class WrittenWords
{
    private readonly TermTable _words;
    private readonly int[] _documents;
    private readonly NearWords _near;

    private WrittenWords(TermTable words, int[] documents) => (_words, _documents, _near) = (words, documents, new NearWords(words.Terms));

    /// <summary>Reads a collection.</summary>
    public static WrittenWords Read(IReadOnlyCollection<string> documents, TextAnalyzer unstemmed, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        DocumentTerms terms = DocumentTerms.Read(documents, unstemmed, progress, cancellation);
        var counts = new int[terms.Table.Count];
        for (int d = 0; d < terms.Count; d++)
        {
            foreach (int term in terms.Terms(d))
            {
                counts[term]++;
            }
        }

        int[] words = [.. Enumerable.Range(0, counts.Length).Where(t => IsWord(terms.Table.Terms[t]))];
        return new WrittenWords(new TermTable(words.Select(t => terms.Table.Terms[t])), [.. words.Select(t => counts[t])]);
    }

    /// <summary>True for tokens of letters alone, in a script that puts spaces between words: neither numbers nor codes nor Chinese.</summary>
    public static bool IsWord(ReadOnlySpan<char> token) => WordScanner.LetterLength(token) == token.Length;

    /// <summary>In how many documents a word is written like this.</summary>
    public int DocumentsWith(ReadOnlySpan<char> word) => _words.TryGet(word, out int number) ? _documents[number] : 0;

    /// <summary>The words at most so many errors from one, without itself: fewer errors first, then the more common ones.</summary>
    public IEnumerable<(string Word, int Errors)> Near(string word, int limit) => _near.Find(word, limit).Where(n => n.Distance > 0)
        .OrderBy(n => n.Distance).ThenByDescending(n => _documents[n.Word]).ThenBy(n => _words.Terms[n.Word], StringComparer.Ordinal)
        .Select(n => (_words.Terms[n.Word], n.Distance));
}
