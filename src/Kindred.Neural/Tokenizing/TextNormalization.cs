using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kindred.Text;

namespace Kindred.Neural.Tokenizing;

/// <summary>What happens to a text before it is split: a chain of steps.</summary>
internal sealed class TextNormalization(IReadOnlyList<Func<string, string>> steps)
{
    public string Apply(string text) => steps.Aggregate(text, (t, step) => step(t));

    /// <summary>BERT's: controls out, blanks to spaces, spaces around Chinese characters, accents and capitals off.</summary>
    public static TextNormalization Bert(bool lowerCase) => new([t => Bert(t, clean: true, chinese: true, stripAccents: lowerCase, lowerCase)]);

    public static string Bert(string text, bool clean, bool chinese, bool stripAccents, bool lowerCase)
    {
        if (clean && Ascii.IsValid(text))
        {
            return CleanAscii(text, lowerCase);
        }

        text = clean ? Clean(text) : text;
        text = chinese ? SetChineseApart(text) : text;
        text = stripAccents ? StripAccents(UnicodeNormalizer.ToForm(text, NormalizationForm.FormD)) : text;
        return lowerCase ? LowerCase(text) : text;
    }

    /// <summary>Removes non-spacing marks.</summary>
    public static string StripAccents(string text) => Ascii.IsValid(text)
        ? text : Map(text, (rune, builder) => Append(builder, Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? null : rune));

    public static string LowerCase(string text) => text.ToLowerInvariant().Replace("İ", "i̇", StringComparison.Ordinal);

    public static Func<string, string> Replace(string? literal, string? pattern, string content)
    {
        if (literal is not null)
        {
            return literal.Length == 0 ? t => t : t => t.Replace(literal, content, StringComparison.Ordinal);
        }

        // A pattern comes from a stranger's file: no backtracking, so it cannot hold up the program.
        var regex = new Regex(pattern!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return t => regex.Replace(t, content.Replace("$", "$$", StringComparison.Ordinal));
    }

    private static string Clean(string text) => Map(text, (rune, builder) =>
    {
        bool blank = rune.Value is '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator || Rune.IsWhiteSpace(rune);
        bool dropped = rune.Value is 0 or 0xFFFD || (!blank && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);
        Append(builder, dropped ? null : blank ? new Rune(' ') : rune);
    });

    // What the steps come to for text in ASCII, which most titles are.
    private static string CleanAscii(string text, bool lowerCase)
    {
        Span<char> result = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            bool blank = c is ' ' or (>= '\t' and <= '\r');
            if (blank || c is > ' ' and < (char)127)
            {
                result[length++] = blank ? ' ' : lowerCase ? char.ToLowerInvariant(c) : c;
            }
        }

        return new string(result[..length]);
    }

    private static string SetChineseApart(string text) => Ascii.IsValid(text) ? text : Map(text, (rune, builder) =>
    {
        if (IsChinese(rune.Value))
        {
            builder.Append(' ').Append(rune).Append(' ');
        }
        else
        {
            builder.Append(rune);
        }
    });

    // The blocks of CJK unified ideographs and their compatibility forms, as BERT lists them.
    private static bool IsChinese(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private static void Append(StringBuilder builder, Rune? rune)
    {
        if (rune is { } r)
        {
            builder.Append(r);
        }
    }

    private static string Map(string text, Action<Rune, StringBuilder> map)
    {
        var builder = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            map(rune, builder);
        }

        return builder.ToString();
    }
}
