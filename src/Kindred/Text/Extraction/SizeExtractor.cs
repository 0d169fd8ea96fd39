using System.Globalization;

namespace Kindred.Text;

/// <summary>Finds sizes with units in titles: "500 ml", "１.5Ｌ", "12 fl. oz.", "500克".</summary>
public static class SizeExtractor
{
    /// <summary>The sizes of a title in the order in which they stand.</summary>
    /// <param name="title">Any text; null counts as empty.</param>
    public static IReadOnlyList<ProductSize> Extract(string? title)
    {
        var sizes = new List<ProductSize>();
        ReadOnlySpan<char> rest = TextNormalizer.Normalize(title);
        while (!rest.IsEmpty)
        {
            rest = CharacterKinds.Of(rest[0]) switch
            {
                CharacterKind.Digit => rest[TakeNumber(rest, sizes)..],
                CharacterKind.Letter => rest[WordScanner.AlphanumericLength(rest)..],
                _ => rest[1..],
            };
        }

        return sizes;
    }

    private static int TakeNumber(ReadOnlySpan<char> text, List<ProductSize> sizes)
    {
        int number = NumberScanner.NumberLength(text);
        if (!NumberScanner.TryUnit(text[number..], out Unit unit, out int taken))
        {
            // Digits inside a code ("2nd") take the code with them; "50x70cm" goes on after its x.
            ReadOnlySpan<char> rest = text[number..];
            bool product = rest.Length > 1 && rest[0] is 'x' or '×' && CharacterKinds.Of(rest[1]) == CharacterKind.Digit;
            return product ? number + 1 : Math.Max(number, WordScanner.AlphanumericLength(text));
        }

        string digits = NumberScanner.Plain(text[..number]);
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0)
        {
            sizes.Add(new ProductSize(unit.Dimension, value * unit.Factor, digits + unit.Form));
        }

        return number + taken;
    }
}
