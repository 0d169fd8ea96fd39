namespace Kindred.Text;

/// <summary>How a query is read. Immutable and thread-safe.</summary>
public sealed class SpelledQuery
{
    private readonly Bm25Index _index;
    private readonly IReadOnlyList<(string Word, string Token)> _looked;

    internal SpelledQuery(
        Bm25Index index, Bm25Query query, string text, IReadOnlyList<(string Word, string Token)> looked, IReadOnlyList<SpellingChange> changes, IReadOnlyList<string> also) =>
        (_index, Query, Text, _looked, Changes, Also) = (index, query, text, looked, changes, also);

    /// <summary>The query with the changes made: normalised where there are any, else as it was given.</summary>
    public string Text { get; }

    /// <summary>The words that were changed.</summary>
    public IReadOnlyList<SpellingChange> Changes { get; }

    /// <summary>Other ways to write the query's words that are looked for as well, counting less: "fireplace" for "fire place".</summary>
    public IReadOnlyList<string> Also { get; }

    internal Bm25Query Query { get; }

    /// <summary>The words looked for that a document has, in the order of the query; neighbouring Chinese characters in one piece.</summary>
    /// <param name="document">A row of the index.</param>
    public IReadOnlyList<string> Matched(int document)
    {
        List<string> matched = [];
        foreach ((string word, string token) in _looked)
        {
            if (!_index.Has(document, token) || matched.Contains(word))
            {
                continue;
            }

            if (matched.Count > 0 && CharacterKinds.Of(word[0]) == CharacterKind.Unspaced && Overlap(matched[^1], word) is > 0 and int overlap)
            {
                matched[^1] += word[overlap..];
            }
            else
            {
                matched.Add(word);
            }
        }

        return matched;
    }

    // Characters and pairs of characters overlap: how much of the end of one piece is the start, or all, of the next.
    private static int Overlap(string piece, string next)
    {
        int length = Math.Min(piece.Length, next.Length);
        while (length > 0 && !piece.EndsWith(next[..length], StringComparison.Ordinal))
        {
            length--;
        }

        return length;
    }
}
