namespace Kindred.Text;

/// <summary>Reads words and codes of letters and digits.</summary>
internal static class WordScanner
{
    /// <summary>Adds the word at the start of a text as a token and returns its length in the text; "women's" is the word women, "o'neill" oneill.</summary>
    public static int Take(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        int end = AlphanumericLength(text);
        tokens.Add(text[..end]);
        while (end + 1 < text.Length && text[end] is '\'' or '\u2019' && CharacterKinds.Of(text[end + 1]) == CharacterKind.Letter)
        {
            int more = AlphanumericLength(text[(end + 1)..]);
            ReadOnlySpan<char> part = text.Slice(end + 1, more);
            if (part is not "s")
            {
                tokens.Append(part);
            }

            end += 1 + more;
        }

        return end;
    }

    /// <summary>Letters and digits at the start of a text.</summary>
    public static int AlphanumericLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && CharacterKinds.Of(text[length]) is CharacterKind.Letter or CharacterKind.Digit)
        {
            length++;
        }

        return length;
    }

    /// <summary>Letters at the start of a text.</summary>
    public static int LetterLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && CharacterKinds.Of(text[length]) == CharacterKind.Letter)
        {
            length++;
        }

        return length;
    }
}
