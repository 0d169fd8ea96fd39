using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Kindred.Report;

/// <summary>A font of this machine that has the letters a chart needs, or a note that there is none.</summary>
/// <param name="Family">The font family, or null for the library's own choice.</param>
/// <param name="Note">What the reader should know, or null.</param>
internal sealed record ChartFont(string? Family, string? Note)
{
    // CJK Radicals Supplement: from here on a Latin font has no letters.
    private const int FirstCjk = 0x2E80;

    // The first that the machine has; all of them read well on a slide.
    private static readonly string[] LatinFamilies = ["Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans"];
    private static readonly string[] ChineseFamilies = ["Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"];

    /// <summary>Chooses by the first letter in <paramref name="texts"/> beyond the Latin, Greek and Cyrillic fonts.</summary>
    public static ChartFont For(IEnumerable<string> texts) => For(texts, FamilyWith);

    /// <summary>As above, with <paramref name="familyWith"/> giving the family that has a letter, or null.</summary>
    internal static ChartFont For(IEnumerable<string> texts, Func<int, string?> familyWith)
    {
        Rune letter = texts.SelectMany(t => t.EnumerateRunes()).FirstOrDefault(r => r.Value >= FirstCjk && Rune.IsLetter(r));
        if (letter == default)
        {
            return new ChartFont(Installed(LatinFamilies), null);
        }

        return familyWith(letter.Value) is { } family
            ? new ChartFont(family, null)
            : new ChartFont(null, $"No font on this machine has the letter '{letter}': some titles in the PNG charts show as boxes. Install one (on Debian or Ubuntu: sudo apt-get install fonts-noto-cjk) and draw again; the SVG charts and report.html use the reader's fonts.");
    }

    // Skia's own search by letter needs fontconfig, which its Linux build without dependencies does not have: there, families are asked one by one.
    private static string? FamilyWith(int letter) =>
        ChineseFamilies.Concat(SKFontManager.Default.FontFamilies).FirstOrDefault(family => Has(family, letter));

    private static bool Has(string family, int letter)
    {
        using SKTypeface? typeface = SKFontManager.Default.MatchFamily(family);
        return typeface is not null && typeface.FamilyName == family && typeface.ContainsGlyph(letter);
    }

    private static string? Installed(string[] families) => families.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains);

    public void Apply(Plot plot)
    {
        if (Family is not null)
        {
            plot.Font.Set(Family);
        }
    }
}
