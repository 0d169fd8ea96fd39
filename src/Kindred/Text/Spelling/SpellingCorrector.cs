using Kindred.Domain;

namespace Kindred.Text;

/// <summary>Reads queries as their writers meant them: with typing errors, words run together and words torn apart, judged by the words of the collection.</summary>
/// <remarks>
/// A word that no document has is also read as the nearest words of the collection (<see cref="SpellingOptions"/> says how near), or as two words that stand in one
/// document together; two words that stand as one in the collection are also read as that one. Words that documents have keep their full weight: a correction only adds.
/// Numbers, codes with digits and scripts without spaces are never read otherwise. Memory: about 70 bytes a distinct word. Immutable and thread-safe.
/// </remarks>
public sealed class SpellingCorrector
{
    private const int ShortestPart = 3;

    // Longer ones are no words that somebody mistyped, and trying all cuts of one takes the square of its length.
    private const int LongestWord = 64;

    // A word of one document is taken for a mistake where a near one has at least so many.
    private const int Common = 10;

    private readonly Bm25Index _index;
    private readonly WrittenWords _words;
    private readonly TextAnalyzer _unstemmed;
    private readonly SpellingOptions _options;

    private SpellingCorrector(Bm25Index index, WrittenWords words, TextAnalyzer unstemmed, SpellingOptions options) =>
        (_index, _words, _unstemmed, _options) = (index, words, unstemmed, options);

    /// <summary>Learns how a collection writes its words.</summary>
    /// <param name="index">The index of the collection.</param>
    /// <param name="documents">The documents it was built on.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told how many texts have been read.</param>
    /// <param name="cancellation">Stops the learning.</param>
    public static SpellingCorrector Build(
        Bm25Index index, IReadOnlyCollection<string> documents, SpellingOptions? options = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new SpellingOptions();
        options.Validate();
        TextAnalyzer unstemmed = index.Analyzer.Unstemmed();
        return new SpellingCorrector(index, WrittenWords.Read(documents, unstemmed, progress, cancellation), unstemmed, options);
    }

    /// <summary>Reads a query.</summary>
    /// <param name="query">Any text.</param>
    public SpelledQuery Read(string query)
    {
        // The same words twice, as written and as the index has them.
        string[] words = _unstemmed.Analyze(query);
        string[] tokens = _index.Analyzer.Analyze(query);
        var reading = new QueryReading(_index);
        bool isEnd = false;
        for (int i = 0; i < words.Length; i++)
        {
            reading.Add(words[i], tokens[i]);
            bool isStart = i + 1 < words.Length && TryJoin(words[i], words[i + 1], reading);
            int documents = _index.DocumentsWith(tokens[i]);
            if (documents > 0 || !(isStart || isEnd))
            {
                ReadWord(words[i], documents, reading);
            }

            isEnd = isStart;
        }

        return reading.Build(query);
    }

    /// <summary>A query as it stands, nothing corrected.</summary>
    /// <param name="index">The index that is asked.</param>
    /// <param name="query">Any text.</param>
    public static SpelledQuery AsWritten(Bm25Index index, string query)
    {
        ArgumentNullException.ThrowIfNull(index);
        var reading = new QueryReading(index);
        foreach ((string word, string token) in index.Analyzer.Unstemmed().Analyze(query).Zip(index.Analyzer.Analyze(query)))
        {
            reading.Add(word, token);
        }

        return reading.Build(query);
    }

    private bool TryJoin(string word, string next, QueryReading reading)
    {
        string joined = word + next;
        if (!WrittenWords.IsWord(joined) || _words.DocumentsWith(joined) == 0)
        {
            return false;
        }

        reading.AddReading([joined], _options.Joined);
        reading.NoteAlso(joined);
        return true;
    }

    private void ReadWord(string word, int documents, QueryReading reading)
    {
        if (word.Length < _options.ShortestWord || word.Length > LongestWord || !WrittenWords.IsWord(word))
        {
            return;
        }

        (string[] parts, int together) = Part(word);
        if (together > 0 && together >= _options.Apart * documents)
        {
            reading.AddReading(parts, _options.Parts);
            Note(word, documents, string.Join(' ', parts), reading);
        }
        else if (documents <= 1)
        {
            ReadNear(word, documents, reading);
        }
    }

    private void ReadNear(string word, int documents, QueryReading reading)
    {
        int limit = documents == 0 && word.Length >= _options.LongWord ? 2 : 1;

        // Who makes two errors seldom makes one in the first letter, and pairs that differ there are many.
        var near = _words.Near(word, limit).Where(n => n.Word.Length >= ShortestPart && (n.Errors == 1 || n.Word[0] == word[0]))
            .Where(n => documents == 0 || _words.DocumentsWith(n.Word) >= Common).Take(_options.Readings).ToArray();
        foreach ((string read, int errors) in near)
        {
            reading.AddReading([read], documents > 0 ? _options.Rare : errors == 1 ? _options.OneError : _options.TwoErrors);
        }

        if (near.Length > 0)
        {
            Note(word, documents, near[0].Word, reading);
        }
    }

    private static void Note(string word, int documents, string read, QueryReading reading)
    {
        if (documents == 0)
        {
            reading.NoteChange(word, read);
        }
        else
        {
            reading.NoteAlso(read);
        }
    }

    // The cut whose parts stand together in most documents, the first of equals.
    private (string[] Parts, int Together) Part(string word)
    {
        (string[] Parts, int Together) best = ([], 0);
        for (int at = ShortestPart; at <= word.Length - ShortestPart; at++)
        {
            string[] parts = [word[..at], word[at..]];
            int together = Array.TrueForAll(parts, p => _words.DocumentsWith(p) > 0)
                ? _index.DocumentsWithBoth(_index.Analyzer.Analyze(parts[0])[0], _index.Analyzer.Analyze(parts[1])[0]) : 0;
            best = together > best.Together ? (parts, together) : best;
        }

        return best;
    }
}
