using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Kindred.Models;

namespace Kindred.Neural.Tokenizing;

/// <summary>Splits a normalised text into the words that the subword model gets: a chain of steps, each splitting further.</summary>
internal sealed partial class WordSplitting(IReadOnlyList<Func<string, IEnumerable<string>>> steps)
{
    private const char MetaBlank = '▁';

    // Of these no character is punctuation; most words have no other.
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    // GPT-2's byte alphabet: printable Latin-1 stands for itself, the rest for the characters from U+0100 on (Radford et al., 2019).
    private static readonly char[] ByteAlphabet = MakeByteAlphabet();

    /// <summary>BERT's: at blanks, and every punctuation mark alone.</summary>
    public static WordSplitting Bert { get; } = new([t => AtBlanks(t).SelectMany(PunctuationApart)]);

    public IEnumerable<string> Split(string text) =>
        steps.Aggregate((IEnumerable<string>)[text], (words, step) => words.SelectMany(step)).Where(w => w.Length > 0);

    public static IEnumerable<string> AtBlanks(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words and runs of signs.</summary>
    public static IEnumerable<string> WordsAndSigns(string text) => WordOrSigns().Matches(text).Select(m => m.Value);

    public static IEnumerable<string> PunctuationApart(string text) => text.AsSpan().ContainsAnyExcept(PlainCharacters) ? CutAround(text, IsPunctuation) : [text];

    public static IEnumerable<string> DigitsApart(string text, bool individual) => individual
        ? CutAround(text, Rune.IsNumber)
        : Digits().Split(text).Where(p => p.Length > 0);

    /// <summary>Blanks become ▁, words begin with it.</summary>
    public static IEnumerable<string> Metaspace(string text, char blank, bool prefix, bool split)
    {
        text = text.Replace(' ', blank);
        text = prefix && text.Length > 0 && text[0] != blank ? blank + text : text;
        return split ? CutBefore(text, blank) : [text];
    }

    /// <summary>GPT-2's: words with the blank before them, in its byte alphabet.</summary>
    public static IEnumerable<string> ByteLevel(string text, bool prefix, bool pattern)
    {
        text = prefix && text.Length > 0 && !char.IsWhiteSpace(text[0]) ? ' ' + text : text;
        IEnumerable<string> words = pattern ? ByteLevelWords().Matches(text).Select(m => m.Value) : [text];
        return words.Select(word => string.Create(Encoding.UTF8.GetByteCount(word), word, (span, w) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(w);
            for (int i = 0; i < bytes.Length; i++)
            {
                span[i] = ByteAlphabet[bytes[i]];
            }
        }));
    }

    /// <summary>Cuts at the matches of a pattern.</summary>
    public static IEnumerable<string> Cut(string text, Regex pattern, SplitBehavior behavior, bool invert)
    {
        int at = 0;
        var parts = new List<(string Text, bool Match)>();
        foreach (Match match in Matches(text, pattern).Where(m => m.Length > 0))
        {
            parts.Add((text[at..match.Index], false));
            parts.Add((match.Value, true));
            at = match.Index + match.Length;
        }

        parts.Add((text[at..], false));
        return Join(parts.Where(p => p.Text.Length > 0).Select(p => (p.Text, Match: p.Match != invert)).ToList(), behavior);
    }

    // A pattern comes from a stranger's file and may take for ever.
    private static MatchCollection Matches(string text, Regex pattern)
    {
        MatchCollection matches = pattern.Matches(text);
        try
        {
            _ = matches.Count;
            return matches;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ModelFileException($"The tokeniser's pattern '{pattern}' takes more than {pattern.MatchTimeout.TotalSeconds} s for one text. The model is refused.", e);
        }
    }

    public static char DefaultMetaBlank => MetaBlank;

    private static IEnumerable<string> Join(List<(string Text, bool Match)> parts, SplitBehavior behavior)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed: return parts.Where(p => !p.Match).Select(p => p.Text);
            case SplitBehavior.Isolated: return parts.Select(p => p.Text);
            default: return Merge(parts, behavior);
        }
    }

    private static List<string> Merge(List<(string Text, bool Match)> parts, SplitBehavior behavior)
    {
        var words = new List<string>();
        bool joinNext = false;
        bool lastMatch = false;
        foreach ((string text, bool match) in parts)
        {
            bool join = behavior switch
            {
                SplitBehavior.MergedWithPrevious => match && !lastMatch,
                SplitBehavior.MergedWithNext => joinNext && !match,
                _ => lastMatch == match,
            };
            if (join && words.Count > 0)
            {
                words[^1] += text;
            }
            else
            {
                words.Add(text);
            }

            (joinNext, lastMatch) = (match, match);
        }

        return words;
    }

    private static IEnumerable<string> CutAround(string text, Func<Rune, bool> alone)
    {
        int start = 0;
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int next = at + rune.Utf16SequenceLength;
            if (alone(rune))
            {
                if (at > start)
                {
                    yield return text[start..at];
                }

                yield return text[at..next];
                start = next;
            }

            at = next;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static IEnumerable<string> CutBefore(string text, char mark)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == mark)
            {
                yield return text[start..i];
                start = i;
            }
        }

        yield return text[start..];
    }

    // ASCII signs count as punctuation although Unicode calls some of them symbols, as in BERT.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? (rune.Value > ' ' && rune.Value < 127 && !Rune.IsLetterOrDigit(rune))
        : Rune.IsPunctuation(rune);

    private static char[] MakeByteAlphabet()
    {
        var alphabet = new char[256];
        int next = 256;
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            alphabet[b] = printable ? (char)b : (char)next++;
        }

        return alphabet;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ByteLevelWords();

    [GeneratedRegex(@"\w+|[^\w\s]+", RegexOptions.CultureInvariant)]
    private static partial Regex WordOrSigns();

    [GeneratedRegex(@"(\p{N}+)", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}

/// <summary>What becomes of the matches that a text is cut at.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
