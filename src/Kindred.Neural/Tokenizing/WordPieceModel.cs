namespace Kindred.Neural.Tokenizing;

/// <summary>WordPiece (Schuster &amp; Nakajima, 2012; as used by BERT): the longest piece that fits, from the left.</summary>
internal sealed class WordPieceModel : SubwordModel
{
    private readonly int _unknown;
    private readonly string _inside;
    private readonly int _longestWord;

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="unknown">The token of a word that cannot be split.</param>
    /// <param name="inside">What pieces begin with that do not begin a word.</param>
    /// <param name="longestWord">Words with more characters are unknown.</param>
    public WordPieceModel(IReadOnlyList<string> tokens, int unknown, string inside, int longestWord)
        : base(tokens) => (_unknown, _inside, _longestWord) = (unknown, inside, longestWord);

    public override void Append(string word, List<int> ids)
    {
        int characters = word.Length - word.Count(char.IsLowSurrogate);
        int before = ids.Count;
        Span<char> piece = stackalloc char[512];
        int start = 0;
        while (start < word.Length && characters <= _longestWord)
        {
            ReadOnlySpan<char> prefix = start > 0 ? _inside : string.Empty;
            prefix.CopyTo(piece);
            int end = word.Length;
            int id = -1;
            for (; end > start; end--)
            {
                if (end - start + prefix.Length <= piece.Length)
                {
                    word.AsSpan(start, end - start).CopyTo(piece[prefix.Length..]);
                    if (Lookup.TryGetValue(piece[..(prefix.Length + end - start)], out id))
                    {
                        break;
                    }
                }
            }

            if (end == start)
            {
                break;
            }

            ids.Add(id);
            start = end;
        }

        if (start < word.Length)
        {
            ids.RemoveRange(before, ids.Count - before);
            ids.Add(_unknown);
        }
    }
}
