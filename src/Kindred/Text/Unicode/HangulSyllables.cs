namespace Kindred.Text;

/// <summary>Korean syllables are taken apart and put together by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class HangulSyllables
{
    public const int VowelBase = 0x1161;
    public const int VowelCount = 21;
    public const int TailBase = 0x11A7;
    public const int TailCount = 28;
    private const int LeadBase = 0x1100;
    private const int LeadCount = 19;
    private const int SyllableBase = 0xAC00;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    /// <summary>Appends the two or three letters of a syllable; false when the code point is no syllable.</summary>
    public static bool TryDecompose(int codePoint, List<int> parts)
    {
        int index = codePoint - SyllableBase;
        if ((uint)index >= SyllableCount)
        {
            return false;
        }

        parts.Add(LeadBase + (index / (VowelCount * TailCount)));
        parts.Add(VowelBase + (index / TailCount % VowelCount));
        if (index % TailCount is > 0 and int tail)
        {
            parts.Add(TailBase + tail);
        }

        return true;
    }

    /// <summary>Joins lead and vowel, or syllable and tail.</summary>
    public static bool TryCompose(int first, int second, out int composite)
    {
        composite = 0;
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
        {
            composite = SyllableBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TailCount);
        }
        else if ((uint)(first - SyllableBase) < SyllableCount && (first - SyllableBase) % TailCount == 0 && (uint)(second - TailBase - 1) < TailCount - 1)
        {
            composite = first + second - TailBase;
        }

        return composite != 0;
    }
}
