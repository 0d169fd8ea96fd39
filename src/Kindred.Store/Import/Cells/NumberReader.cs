namespace Kindred.Store.Import.Cells;

/// <summary>Decides over a whole column whether the point or the comma is the decimal sign.</summary>
internal static class NumberReader
{
    private const string NotANumber = "is not a number";
    private const string PointPattern = @"[-+]?(\d+|\d{1,3}(,\d{2,3})*,\d{3})?(\.\d*)?";
    private const string CommaPattern = @"[-+]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?";

    // Blanks, apostrophes (Swiss thousands), currency signs and codes.
    private const string Noise = @"[\s\x{00A0}\x{202F}'’$€£¥￥₹₽₩元圆]|(?i:USD|EUR|GBP|CNY|RMB|JPY|CHF|Rs\.?)";

    public static CellReading Decide(StagedColumn column)
    {
        string type = column.Field.SqlType;
        string plain = $"try_cast({column.Name} AS {type})";
        if (!column.IsText)
        {
            return new(plain, null, NotANumber);
        }

        long[] counts = column.Measure([$"count({column.Name})", $"count({plain})"]);
        if (counts[0] == counts[1])
        {
            return new(plain, null, NotANumber, ReadsAll: true);
        }

        string point = Point(column.Name, type);
        string comma = Comma(column.Name, type);
        long[] styles = column.Measure([$"count({point})", $"count({comma})", $"count_if(regexp_matches({column.Name}, '\\d,\\d{{1,2}}\\D*$|\\.\\d{{3}},'))"]);
        bool isComma = styles[1] > styles[0] || (styles[1] == styles[0] && styles[2] > 0);
        return isComma
            ? new(comma, "decimal comma", NotANumber)
            : new($"coalesce({plain}, {point})", styles[0] > counts[1] ? "decimal point, with thousands separators or currency signs" : null, NotANumber);
    }

    private static string Point(string name, string type)
    {
        string clean = Clean(name);
        return $"CASE WHEN regexp_full_match({clean}, '{PointPattern}') THEN try_cast(replace({clean}, ',', '') AS {type}) END";
    }

    private static string Comma(string name, string type)
    {
        string clean = Clean(name);
        return $"CASE WHEN regexp_full_match({clean}, '{CommaPattern}') THEN try_cast(replace(replace({clean}, '.', ''), ',', '.') AS {type}) END";
    }

    // Accountants write negative amounts in parentheses; some systems put the sign last.
    private static string Clean(string name) =>
        $"regexp_replace(regexp_replace({name}, {Sql.Text(Noise)}, '', 'g'), '^\\(([^()-]+)\\)$|^([^-]+)-$', '-\\1\\2')";
}
