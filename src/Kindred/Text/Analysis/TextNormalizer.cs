namespace Kindred.Text;

/// <summary>One form for texts that people read as the same: Unicode form KC (full and half width, ligatures), lower case, plain accents.</summary>
/// <remarks>Thread-safe. Idempotent. The culture of the machine plays no part.</remarks>
public static class TextNormalizer
{
    /// <summary>Normalises a text: "ＣＡＦÉ　５００ＭＬ" becomes "cafe 500ml".</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    public static string Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        // Lowering first would miss what only the composed or narrow form has as a capital.
        return UnicodeNormalizer.ToFormKC(text, foldAccents: true).ToLowerInvariant();
    }

    /// <summary>Unicode normalisation form KC and nothing else (UAX #15); works under invariant globalisation, where <see cref="string.Normalize()"/> does not.</summary>
    public static string ToFormKC(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UnicodeNormalizer.ToFormKC(text);
    }
}
