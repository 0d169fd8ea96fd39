using System.Globalization;

namespace Kindred.Neural.CrossEncoders;

/// <summary>A word, a number or a sign of a text, and how it stands to the other text of the pair.</summary>
/// <param name="Text">As written, with a space before it where the text has one.</param>
/// <param name="Key">Lower-case, without the space.</param>
internal readonly record struct PairWord(string Text, string Key)
{
    // A word of which at least this share stands at the beginning of another is near it: "camera", "cameras".
    private const double NearPrefix = 0.7;
    private const int LeastNear = 3;

    // Prices of shops differ by less than this for one product more often than not.
    private const double NearRatio = 1.15;

    /// <summary>Number of values of <see cref="Mark"/>.</summary>
    public const int Marks = 6;

    private bool IsSign => Key.Length == 1 && !char.IsLetterOrDigit(Key[0]);

    private bool IsCode => Key.Any(char.IsAsciiDigit);

    /// <summary>Cuts a text into words, numbers with their points ("12.95"), single signs and single characters of scripts without spaces.</summary>
    public static List<PairWord> Split(string text)
    {
        var words = new List<PairWord>();
        bool space = false;
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                (space, i) = (true, i + 1);
                continue;
            }

            int end = End(text, i);
            string word = text[i..end];
            words.Add(new PairWord(space && words.Count > 0 ? " " + word : word, word.ToLowerInvariant()));
            (space, i) = (false, end);
        }

        return words;
    }

    /// <summary>0 a word of this side alone, or a sign · 1 a word of both · 2 a word near one of the other side · 3, 4, 5 the same for what has digits.</summary>
    public int Mark(PairSide other)
    {
        if (IsSign)
        {
            return 0;
        }

        int likeness = other.Keys.Contains(Key) ? 1 : IsNear(other) ? 2 : 0;
        return likeness + (IsCode ? 3 : 0);
    }

    private bool IsNear(PairSide other)
    {
        if (Key.Length >= LeastNear && other.Joined.Contains(Key, StringComparison.Ordinal))
        {
            return true;
        }

        string key = Key;
        return IsCode ? IsNearNumber(key, other) : other.Keys.Any(k => CommonPrefix(key, k) >= Math.Max(LeastNear, NearPrefix * Math.Max(key.Length, k.Length)));
    }

    // Numbers with a point are prices or measures; whole ones are years, versions and models, which are never near.
    private static bool IsNearNumber(string key, PairSide other) =>
        TryDecimal(key, out double value) && other.Keys.Any(k => TryDecimal(k, out double v) && Math.Max(v, value) <= NearRatio * Math.Min(v, value));

    private static bool TryDecimal(string key, out double value)
    {
        value = 0;
        return key.Contains('.', StringComparison.Ordinal) && double.TryParse(key, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    private static int CommonPrefix(string a, string b) => a.AsSpan().CommonPrefixLength(b);

    private static int End(string text, int start)
    {
        if (!char.IsLetterOrDigit(text[start]))
        {
            // A character of two UTF-16 units stays whole.
            return start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1);
        }

        if (IsIdeograph(text[start]))
        {
            return start + 1;
        }

        int end = start + 1;
        while (end < text.Length && (IsInside(text[end]) || IsPoint(text, end)))
        {
            end++;
        }

        return end;
    }

    private static bool IsInside(char c) => (char.IsLetterOrDigit(c) && !IsIdeograph(c)) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsPoint(string text, int at) => text[at] == '.' && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff';
}
