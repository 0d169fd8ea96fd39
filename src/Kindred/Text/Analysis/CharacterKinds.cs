using System.Globalization;

namespace Kindred.Text;

/// <summary>The kind of every UTF-16 unit in one table of 64 KiB.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] Table = [.. Enumerable.Range(0, 65536).Select(c => Classify((char)c))];

    public static CharacterKind Of(char c) => Table[c];

    /// <summary>True for Chinese characters (as Japanese and Korean texts use them too).</summary>
    public static bool IsHan(char c) => c is (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or '\u3005' or '\u3007';

    /// <summary>True for the Japanese syllabaries.</summary>
    public static bool IsKana(char c) => c is (>= '\u3041' and <= '\u30FF') or (>= '\uFF66' and <= '\uFF9F');

    /// <summary>True for Korean syllables.</summary>
    public static bool IsHangul(char c) => c is >= '\uAC00' and <= '\uD7A3';

    private static CharacterKind Classify(char c)
    {
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
        return category switch
        {
            UnicodeCategory.DecimalDigitNumber => CharacterKind.Digit,
            // Half of a pair: rare characters, in these tables mostly Chinese ones. Both halves stay together in one run.
            UnicodeCategory.Surrogate => CharacterKind.Unspaced,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber
                => IsUnspaced(c) ? CharacterKind.Unspaced : CharacterKind.Letter,
            _ => CharacterKind.Separator,
        };
    }

    private static bool IsUnspaced(char c) =>
        IsHan(c) || IsKana(c) || IsHangul(c) || c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u3105' and <= '\u312F');
}
