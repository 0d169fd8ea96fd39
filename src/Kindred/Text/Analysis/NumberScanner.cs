namespace Kindred.Text;

/// <summary>Reads what starts with a digit: numbers, sizes with their units, products of sizes, codes.</summary>
/// <remarks>
/// "1,000" is 1000, "1,5" and "1.50" are 1.5; a unit may follow at once, after a space or after a hyphen ("300-GB"). A unit name followed by more
/// letters or digits is none ("2nd", "5in1"), and "in" before a number is the word ("2 in 1").
/// </remarks>
internal static class NumberScanner
{
    /// <summary>Adds the token at the start of a text and returns its length in the text.</summary>
    public static int Take(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        int run = WordScanner.AlphanumericLength(text);
        int number = NumberLength(text);
        ReadOnlySpan<char> rest = text[number..];
        if (TryUnit(rest, out Unit unit, out int taken))
        {
            AddNumber(text[..number], tokens);
            tokens.Append(unit.Form);
            return number + taken;
        }

        // 50x70: the numbers by themselves.
        if (rest.Length > 1 && rest[0] is 'x' or '×' && CharacterKinds.Of(rest[1]) == CharacterKind.Digit)
        {
            AddNumber(text[..number], tokens);
            return number + 1;
        }

        if (run > number)
        {
            tokens.Add(text[..run]);
            return run;
        }

        AddNumber(text[..number], tokens);
        return number;
    }

    /// <summary>Length of the number at the start of a text: digits, with commas between thousands and one decimal part.</summary>
    internal static int NumberLength(ReadOnlySpan<char> text)
    {
        int end = DigitLength(text);
        while (IsThousands(text, end))
        {
            end += 4;
        }

        if (end + 1 < text.Length && text[end] is '.' or ',' && DigitLength(text[(end + 1)..]) is > 0 and int decimals)
        {
            end += 1 + decimals;
        }

        return end;
    }

    /// <summary>Finds a unit right at the start of a text, or after one space or hyphen.</summary>
    internal static bool TryUnit(ReadOnlySpan<char> text, out Unit unit, out int taken)
    {
        (unit, taken) = (default, 0);
        if (text.Length > 0 && text[0] == '"' && !StartsWord(text, 1))
        {
            taken = 1;
            return Units.TryGet("in", out unit);
        }

        int gap = text.Length > 1 && text[0] is ' ' or '-' ? 1 : 0;
        ReadOnlySpan<char> rest = text[gap..];
        if (TryUnspacedUnit(rest, out unit, out taken))
        {
            taken += gap;
            return true;
        }

        int letters = WordScanner.LetterLength(rest);
        if (letters == 0 || letters > Units.MaxLength || (letters < rest.Length && CharacterKinds.Of(rest[letters]) == CharacterKind.Digit))
        {
            return false;
        }

        if (TryTwoWordUnit(rest, letters, out unit, out taken) || Units.TryGet(rest[..letters], out unit))
        {
            taken = gap + Math.Max(taken, letters);
            return !(unit.Form == "in" && gap == 1 && NumberFollows(rest[letters..]));
        }

        return false;
    }

    // "fl oz", "fl. oz", "sq. ft.", "cu ft"
    private static bool TryTwoWordUnit(ReadOnlySpan<char> text, int first, out Unit unit, out int taken)
    {
        (unit, taken) = (default, 0);
        string? second = text[..first] switch { "fl" => "oz", "sq" or "cu" => "ft", _ => null };
        if (second is null)
        {
            return false;
        }

        int at = first;
        while (at < text.Length && text[at] is ' ' or '.')
        {
            at++;
        }

        taken = at + second.Length;
        return text[at..].StartsWith(second) && !StartsWord(text, taken) && Units.TryGet(string.Concat(text[..first], second), out unit);
    }

    private static bool TryUnspacedUnit(ReadOnlySpan<char> text, out Unit unit, out int taken)
    {
        unit = default;
        int most = 0;
        while (most < Math.Min(text.Length, Units.MaxLength) && CharacterKinds.Of(text[most]) == CharacterKind.Unspaced)
        {
            most++;
        }

        for (taken = most; taken > 0; taken--)
        {
            if (Units.TryGet(text[..taken], out unit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number without commas between thousands and zeros at its end: "1,050.50" is 1050.5.</summary>
    internal static string Plain(ReadOnlySpan<char> number)
    {
        var tokens = new TokenBuffer();
        AddNumber(number, tokens);
        return tokens[0].ToString();
    }

    private static void AddNumber(ReadOnlySpan<char> number, TokenBuffer tokens)
    {
        tokens.Add([]);
        int decimals = DecimalPoint(number);
        foreach (char c in number[..decimals])
        {
            if (c != ',')
            {
                tokens.Append([c]);
            }
        }

        ReadOnlySpan<char> fraction = number[Math.Min(number.Length, decimals + 1)..].TrimEnd('0');
        if (!fraction.IsEmpty)
        {
            tokens.Append(".");
            tokens.Append(fraction);
        }
    }

    // Where the decimal sign stands; the length where there is none.
    private static int DecimalPoint(ReadOnlySpan<char> number)
    {
        int sign = number.LastIndexOfAny('.', ',');
        return sign < 0 || (number[sign] == ',' && number.Length - sign == 4) ? number.Length : sign;
    }

    private static bool IsThousands(ReadOnlySpan<char> text, int end) =>
        end is > 0 && end + 3 < text.Length && text[end] == ',' && DigitLength(text[(end + 1)..]) == 3;

    private static bool NumberFollows(ReadOnlySpan<char> text) => text.TrimStart(' ') is { IsEmpty: false } rest && CharacterKinds.Of(rest[0]) == CharacterKind.Digit;

    private static bool StartsWord(ReadOnlySpan<char> text, int at) => at < text.Length && CharacterKinds.Of(text[at]) is CharacterKind.Letter or CharacterKind.Digit;

    private static int DigitLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && CharacterKinds.Of(text[length]) == CharacterKind.Digit)
        {
            length++;
        }

        return length;
    }
}
