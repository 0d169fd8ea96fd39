using System.Buffers;

namespace Kindred.Neural.Tokenizing;

/// <summary>Tokens that are found in the text as they are, before anything else: "[MASK]", "&lt;/s&gt;".</summary>
internal sealed class SpecialTokens
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _names;
    private readonly string[] _longestFirst;
    private readonly HashSet<int> _special;
    private readonly SearchValues<char> _beginnings;

    /// <param name="tokens">Text, number, and whether the token stands for no text.</param>
    public SpecialTokens(IEnumerable<(string Text, int Id, bool Special)> tokens)
    {
        (string Text, int Id, bool Special)[] all = [.. tokens.Where(t => t.Text.Length > 0)];
        _ids = all.ToDictionary(t => t.Text, t => t.Id, StringComparer.Ordinal);
        _names = all.DistinctBy(t => t.Id).ToDictionary(t => t.Id, t => t.Text);
        _longestFirst = [.. all.Select(t => t.Text).OrderByDescending(t => t.Length)];
        _beginnings = SearchValues.Create([.. all.Select(t => t.Text[0])]);
        _special = [.. all.Where(t => t.Special).Select(t => t.Id)];
        End = all.Length == 0 ? 0 : all.Max(t => t.Id) + 1;
    }

    /// <summary>One more than the largest number.</summary>
    public int End { get; }

    public IReadOnlySet<int> Ids => _special;

    public int? Find(string text) => _ids.TryGetValue(text, out int id) ? id : null;

    public string? Name(int id) => _names.GetValueOrDefault(id);

    /// <summary>Cuts a text at the tokens in it; the longest wins where several begin.</summary>
    public IEnumerable<(string Part, int? Special)> Split(string text)
    {
        int start = 0;
        for (int i = Next(text, 0); i < text.Length; i = Next(text, i + 1))
        {
            if (Array.Find(_longestFirst, t => string.CompareOrdinal(text, i, t, 0, t.Length) == 0) is not { } token)
            {
                continue;
            }

            if (i > start)
            {
                yield return (text[start..i], null);
            }

            yield return (token, _ids[token]);
            start = i + token.Length;
            i = start - 1;
        }

        if (start < text.Length)
        {
            yield return (text[start..], null);
        }
    }

    // The next place where a token can begin.
    private int Next(string text, int from)
    {
        int found = text.AsSpan(from).IndexOfAny(_beginnings);
        return found < 0 ? text.Length : from + found;
    }
}
