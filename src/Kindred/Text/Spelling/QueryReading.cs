using System.Text;

namespace Kindred.Text;

/// <summary>Gathers how the words of a query are read.</summary>
internal sealed class QueryReading(Bm25Index index)
{
    private readonly Bm25QueryBuilder _query = new(index);
    private readonly List<(string Word, string Token)> _looked = [];
    private readonly OrderedDictionary<string, string> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _also = [];

    /// <summary>Adds a word as it stands in the query.</summary>
    public void Add(string word, string token)
    {
        _query.Add(token);
        _looked.Add((word, token));
    }

    /// <summary>Adds another reading of a word: one word, or two.</summary>
    /// <param name="words">Words of the collection.</param>
    /// <param name="share">What each counts.</param>
    public void AddReading(IEnumerable<string> words, double share)
    {
        foreach (string word in words)
        {
            string token = index.Analyzer.Analyze(word)[0];
            _query.AddReading(token, share);
            _looked.Add((word, token));
        }
    }

    /// <summary>Notes what an unknown word is read as.</summary>
    public void NoteChange(string written, string read) => _changes[written] = read;

    /// <summary>Notes what is looked for beside a known word.</summary>
    public void NoteAlso(string words) => _also.Add(words);

    /// <summary>The query as read.</summary>
    public SpelledQuery Build(string query) =>
        new(index, _query.Build(), Rewrite(query), _looked, [.. _changes.Select(c => new SpellingChange(c.Key, c.Value))], [.. _also.Distinct()]);

    // Words stand in the normalised text as they are, but for apostrophes; those that have one keep their spelling.
    private string Rewrite(string query)
    {
        if (_changes.Count == 0)
        {
            return query;
        }

        var text = new StringBuilder();
        ReadOnlySpan<char> rest = TextNormalizer.Normalize(query);
        while (!rest.IsEmpty)
        {
            string word = rest[..Math.Max(1, WordScanner.AlphanumericLength(rest))].ToString();
            text.Append(_changes.GetValueOrDefault(word, word));
            rest = rest[word.Length..];
        }

        return text.ToString();
    }
}
