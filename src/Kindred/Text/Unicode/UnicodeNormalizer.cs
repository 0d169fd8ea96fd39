using System.Runtime.InteropServices;
using System.Text;

namespace Kindred.Text;

/// <summary>Unicode normalisation (UAX #15). Form KC gives full and half width, ligatures, ㎏, ½ and composed accents one form.</summary>
/// <remarks>
/// <see cref="string.Normalize(NormalizationForm)"/> returns its input unchanged where globalisation is invariant, as it is in all our programs,
/// so the algorithm stands here: decompose fully, put marks in canonical order, compose. Halves of pairs that stand alone are replaced by U+FFFD.
/// </remarks>
public static class UnicodeNormalizer
{
    private const char FirstSuspect = '\u00A0';

    /// <summary>Normalises a text; a text that is normal already is returned as it is.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="foldAccents">Drop combining accents after Latin letters, so that "café" becomes "cafe".</param>
    public static string ToFormKC(string text, bool foldAccents = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = FirstToCheck(text, foldAccents);
        if (start == text.Length)
        {
            return text;
        }

        UnicodeTables tables = UnicodeTables.Instance;
        List<int> parts = Decompose(tables, text);
        Reorder(tables, parts);
        if (foldAccents)
        {
            DropAccents(parts);
        }

        Compose(tables, parts);
        return ToText(parts);
    }

    /// <summary>Brings a text into one of the four forms; ASCII text is returned as it is.</summary>
    public static string ToForm(string text, NormalizationForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        UnicodeTables tables = UnicodeTables.Instance;
        List<int> parts = Decompose(tables, text, canonical: form is NormalizationForm.FormC or NormalizationForm.FormD);
        Reorder(tables, parts);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC)
        {
            Compose(tables, parts);
        }

        return ToText(parts);
    }

    /// <summary>Canonical composition of decomposed code points in canonical order, in place.</summary>
    internal static void Compose(UnicodeTables tables, List<int> parts)
    {
        int kept = 0;
        int starter = -1;
        int lastClass = -1;
        foreach (int c in CollectionsMarshal.AsSpan(parts))
        {
            int combining = tables.CombiningClass(c);
            // A mark is blocked from its starter by one of the same or a higher class, or by another starter, between them.
            if (starter >= 0 && lastClass < combining && TryJoin(tables, parts[starter], c, out int whole))
            {
                parts[starter] = whole;
                continue;
            }

            (starter, lastClass) = combining == 0 ? (kept, -1) : (starter, combining);
            parts[kept++] = c;
        }

        parts.RemoveRange(kept, parts.Count - kept);
    }

    private static bool TryJoin(UnicodeTables tables, int first, int second, out int whole) =>
        tables.TryCompose(first, second, out whole) || HangulSyllables.TryCompose(first, second, out whole);

    private static int FirstToCheck(string text, bool foldAccents)
    {
        char limit = foldAccents ? '\u00C0' : '\u0250';
        int i = 0;
        while (i < text.Length && (text[i] < FirstSuspect || ((text[i] < limit || text[i] >= '\u0250') && !UnicodeTables.Instance.IsSuspect(text[i]))))
        {
            i++;
        }

        return i;
    }

    private static List<int> Decompose(UnicodeTables tables, string text, bool canonical = false)
    {
        var parts = new List<int>(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            ReadOnlySpan<int> decomposition = canonical ? tables.CanonicalDecomposition(rune.Value) : tables.Decomposition(rune.Value);
            if (!decomposition.IsEmpty)
            {
                parts.AddRange(decomposition);
            }
            else if (!HangulSyllables.TryDecompose(rune.Value, parts))
            {
                parts.Add(rune.Value);
            }
        }

        return parts;
    }

    // Canonical ordering: a stable insertion sort by class within each run of marks.
    private static void Reorder(UnicodeTables tables, List<int> parts)
    {
        for (int i = 1; i < parts.Count; i++)
        {
            int combining = tables.CombiningClass(parts[i]);
            int at = i;
            while (combining > 0 && at > 0 && tables.CombiningClass(parts[at - 1]) > combining)
            {
                (parts[at - 1], parts[at]) = (parts[at], parts[at - 1]);
                at--;
            }
        }
    }

    private static void DropAccents(List<int> parts)
    {
        bool afterLatin = false;
        parts.RemoveAll(c =>
        {
            bool accent = c is >= 0x300 and <= 0x36F;
            afterLatin = accent ? afterLatin : c < 0x250 && Rune.IsValid(c) && Rune.IsLetter(new Rune(c));
            return accent && afterLatin;
        });
    }

    private static string ToText(List<int> parts)
    {
        var text = new StringBuilder(parts.Count);
        foreach (int c in parts)
        {
            text.Append(new Rune(c));
        }

        return text.ToString();
    }
}
