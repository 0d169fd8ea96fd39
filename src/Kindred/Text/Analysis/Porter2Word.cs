namespace Kindred.Text;

/// <summary>A word while <see cref="Porter2"/> works on it: its letters, with Y for a y that is a consonant, and its regions R1 and R2.</summary>
internal ref struct Porter2Word
{
    private static readonly string[] R1Prefixes = ["gener", "commun", "arsen"];

    private readonly Span<char> _letters;
    private readonly int _r1;
    private readonly int _r2;

    public Porter2Word(Span<char> letters)
    {
        _letters = letters;
        Length = letters.Length;
        MarkConsonantY();
        _r1 = FindR1();
        _r2 = RegionAfter(_r1);
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _letters[..Length];

    /// <summary>The word ends with one of bb dd ff gg mm nn pp rr tt.</summary>
    public readonly bool EndsWithDouble => Length > 1 && _letters[Length - 1] == _letters[Length - 2] && "bdfgmnprt".Contains(_letters[Length - 1]);

    /// <summary>A short word ends in a short syllable and has an empty R1.</summary>
    public readonly bool IsShort => _r1 >= Length && EndsWithShortSyllable(0);

    public readonly bool EndsWith(ReadOnlySpan<char> ending) => Text.EndsWith(ending);

    /// <summary>An ending of this length lies in R1.</summary>
    public readonly bool InR1(int ending) => Length - ending >= _r1;

    /// <summary>An ending of this length lies in R2.</summary>
    public readonly bool InR2(int ending) => Length - ending >= _r2;

    /// <summary>A vowel stands somewhere before the last letters.</summary>
    public readonly bool HasVowelBefore(int ending)
    {
        for (int i = 0; i < Length - ending; i++)
        {
            if (IsVowel(i))
            {
                return true;
            }
        }

        return false;
    }

    public readonly bool IsVowel(int at) => _letters[at] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <summary>The letter before an ending; a space where there is none.</summary>
    public readonly char LetterBefore(int ending) => Length > ending ? _letters[Length - ending - 1] : ' ';

    /// <summary>
    /// Without its last letters the word ends in a short syllable: consonant, vowel, consonant other than w, x and Y; or, at the start of the word,
    /// vowel and consonant.
    /// </summary>
    public readonly bool EndsWithShortSyllable(int ending)
    {
        int last = Length - ending - 1;
        if (last < 1 || IsVowel(last) || !IsVowel(last - 1))
        {
            return false;
        }

        return last == 1 || (!IsVowel(last - 2) && _letters[last] is not ('w' or 'x' or 'Y'));
    }

    public void Cut(int letters) => Length -= letters;

    public void Append(char letter) => _letters[Length++] = letter;

    public void Replace(int ending, string replacement)
    {
        Length -= ending;
        replacement.CopyTo(_letters[Length..]);
        Length += replacement.Length;
    }

    /// <summary>Writes y for Y and returns the length.</summary>
    public readonly int Finish()
    {
        _letters[..Length].Replace('Y', 'y');
        return Length;
    }

    private readonly void MarkConsonantY()
    {
        for (int i = 0; i < Length; i++)
        {
            if (_letters[i] == 'y' && (i == 0 || IsVowel(i - 1)))
            {
                _letters[i] = 'Y';
            }
        }
    }

    private readonly int FindR1()
    {
        foreach (string prefix in R1Prefixes)
        {
            if (Text.StartsWith(prefix))
            {
                return prefix.Length;
            }
        }

        return RegionAfter(0);
    }

    // The region after the first consonant that follows a vowel; empty where there is none.
    private readonly int RegionAfter(int start)
    {
        for (int i = start + 1; i < Length; i++)
        {
            if (!IsVowel(i) && IsVowel(i - 1))
            {
                return i + 1;
            }
        }

        return Length;
    }
}
