namespace Kindred.Evaluation;

/// <summary>The fields of an offer, as the files of DeepMatcher and Ditto write them: <c>COL name VAL value COL …</c>; other text is one field.</summary>
internal static class OfferFields
{
    public const string Whole = "text";

    /// <summary>The values by field name; <see cref="Whole"/> holds all values joined by spaces.</summary>
    public static Dictionary<string, string> Read(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!text.StartsWith("COL ", StringComparison.Ordinal))
        {
            fields[Whole] = text;
            return fields;
        }

        foreach (string part in text[4..].Split(" COL ", StringSplitOptions.TrimEntries))
        {
            int value = part.IndexOf(" VAL", StringComparison.Ordinal);
            if (value > 0)
            {
                fields[part[..value]] = part[(value + 4)..].Trim();
            }
        }

        fields[Whole] = string.Join(' ', fields.Values.Where(v => v.Length > 0));
        return fields;
    }
}
