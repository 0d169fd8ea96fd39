namespace Kindred.Text;

/// <summary>What each title says its product is: the last word of its first noun phrase.</summary>
/// <remarks>
/// In English the head of a compound stands at its right (Williams, "On the notions 'lexically related' and 'head of a word'", 1981): "gas lawn mower with 22 in. deck
/// (red)" is a mower. Words that titles end with without being one, as colours, stand elsewhere in most titles: a head counts by the share of a word's titles that it is
/// the head of. Scripts without spaces have none. Immutable and thread-safe; 4 bytes a title and a term.
/// </remarks>
internal sealed class TitleHeads
{
    private readonly int[] _heads;
    private readonly float[] _shares;

    private TitleHeads(int[] heads, float[] shares) => (_heads, _shares) = (heads, shares);

    /// <summary>Reads titles.</summary>
    /// <param name="index">The index whose terms are meant.</param>
    /// <param name="titles">The title of each document.</param>
    public static TitleHeads Read(Bm25Index index, IReadOnlyList<string> titles)
    {
        TextAnalyzer analyzer = index.Analyzer.WithStopWords();
        var tokens = new TokenBuffer();
        var heads = new int[titles.Count];
        var shares = new float[index.TermCount];
        for (int row = 0; row < heads.Length; row++)
        {
            analyzer.Analyze(FirstPhrase(titles[row]), tokens);
            heads[row] = Head(tokens, index);
            if (heads[row] >= 0)
            {
                shares[heads[row]]++;
            }
        }

        for (int term = 0; term < shares.Length; term++)
        {
            shares[term] /= index.DocumentCountOf(term);
        }

        return new TitleHeads(heads, shares);
    }

    /// <summary>How much one of some terms is what a title is about, 0 to 1.</summary>
    public float Match(int row, ReadOnlySpan<int> terms) => _heads[row] is >= 0 and int head && terms.Contains(head) ? _shares[head] : 0;

    // Up to the first comma, bracket, bar, colon, or hyphen after a space; not at the very start, where they belong to a name.
    private static string FirstPhrase(string title)
    {
        for (int i = 4; i < title.Length; i++)
        {
            if (title[i] is ',' or '(' or '[' or '|' or ';' or ':' || (char.IsWhiteSpace(title[i]) && i + 1 < title.Length && title[i + 1] is '-' or '–'))
            {
                return title[..i];
            }
        }

        return title;
    }

    // The last word of letters before a preposition, as a term; -1 where there is none.
    private static int Head(TokenBuffer tokens, Bm25Index index)
    {
        int head = -1;
        for (int i = 0; i < tokens.Count && !(i > 0 && tokens[i] is "with" or "without" or "w" or "for" or "in" or "includ"); i++)
        {
            if (tokens[i].Length > 1 && WrittenWords.IsWord(tokens[i]) && index.TryGetTerm(tokens[i], out int term))
            {
                head = term;
            }
        }

        return head;
    }
}
