namespace Kindred.Text;

/// <summary>The tokens of one text, one after the other in one array of characters, so that analysing allocates nothing once the buffer has grown.</summary>
/// <remarks>Not thread-safe: one buffer a thread. A span from the indexer is valid until the next <see cref="TextAnalyzer.Analyze(string, TokenBuffer)"/>.</remarks>
public sealed class TokenBuffer
{
    private char[] _characters = new char[256];
    private int[] _ends = new int[32];

    /// <summary>Number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The token at a position, 0 to <see cref="Count"/> − 1.</summary>
    public ReadOnlySpan<char> this[int index] => _characters.AsSpan(Start(index), _ends[index] - Start(index));

    internal Span<char> Last => _characters.AsSpan(Start(Count - 1), _ends[Count - 1] - Start(Count - 1));

    /// <summary>Copies the tokens.</summary>
    public string[] ToArray()
    {
        var tokens = new string[Count];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = this[i].ToString();
        }

        return tokens;
    }

    internal void Clear() => Count = 0;

    internal void Add(ReadOnlySpan<char> token)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
        }

        _ends[Count] = Start(Count);
        Count++;
        Append(token);
    }

    /// <summary>Adds characters to the last token.</summary>
    internal void Append(ReadOnlySpan<char> text)
    {
        int end = _ends[Count - 1];
        if (end + text.Length > _characters.Length)
        {
            Array.Resize(ref _characters, 2 * (end + text.Length));
        }

        text.CopyTo(_characters.AsSpan(end));
        _ends[Count - 1] = end + text.Length;
    }

    /// <summary>Cuts the last token to a length.</summary>
    internal void Shorten(int length) => _ends[Count - 1] = Start(Count - 1) + length;

    internal void RemoveLast() => Count--;

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
