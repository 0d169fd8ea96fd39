namespace Kindred.Store.Import.Cells;

/// <summary>Decides over a whole column how its dates are written. Times without an offset are taken as UTC.</summary>
internal static class TimestampReader
{
    private const string NotADate = "is not a date";
    private const int SampleRows = 5000;
    private const string HasOffset = @"\d[Tt ]\d\d:\d\d.*([+-]\d\d(:?\d\d)?|[Zz])$";
    private static readonly string[] Times = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S.%g", "T%H:%M:%S", ", %H:%M", ", %I:%M %p", ", %I:%M:%S %p"];

    private static readonly Family[] Families =
    [
        Family.Of("day/month/year", Patterns("%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")),
        Family.Of("month/day/year", Patterns("%m/%d/%y", "%m-%d-%y", "%m.%d.%y", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y")),
        Family.Of("year.month.day", Patterns("%Y.%m.%d")),
        Family.Of("month by name", Patterns("%d %b %y", "%d-%b-%y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%b %d %Y", "%B %d, %Y", "%a, %d %b %Y", "%a %b %d %Y")),
        Family.Of("yyyymmdd", ["%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y%m%d%H%M"]),
    ];

    public static CellReading Decide(StagedColumn column, string? dateFormat)
    {
        if (!column.IsText)
        {
            return column.SqlType is "BIGINT" or "INTEGER" or "UINTEGER" or "UBIGINT" or "HUGEINT" or "DOUBLE" or "FLOAT"
                ? Numbers(column with { Rows = $"(SELECT CAST({column.Name} AS VARCHAR) AS {column.Name} FROM {column.Rows})" })
                : new(Native(column), null, NotADate);
        }

        if (dateFormat is not null)
        {
            return new($"try_strptime({column.Name}, {Sql.Text(dateFormat)})", dateFormat, NotADate);
        }

        string iso = Iso(column);
        long[] counts = column.Measure([$"count({column.Name})", $"count({iso})"]);
        return counts[0] == counts[1] ? new(iso, "year-month-day", NotADate, ReadsAll: true) : Best(column, iso, counts[1]);
    }

    private static string Native(StagedColumn column) => column.SqlType == "TIMESTAMP WITH TIME ZONE"
        ? $"timezone('UTC', {column.Name})"
        : $"try_cast({column.Name} AS TIMESTAMP)";

    // A cast without time zone would drop the offset instead of applying it.
    private static string Iso(StagedColumn column)
    {
        bool offsets = column.Measure([$"coalesce(max(length({column.Name})), 0)"])[0] > 16
            && column.Measure([$"count_if(regexp_matches({column.Name}, {Sql.Text(HasOffset)}))"])[0] > 0;
        return Plausible(offsets ? $"timezone('UTC', try_cast({column.Name} AS TIMESTAMPTZ))" : $"try_cast({column.Name} AS TIMESTAMP)");
    }

    private static CellReading Best(StagedColumn column, string iso, long isoCount)
    {
        var readings = new List<Reading> { new("year-month-day", iso, isoCount) };
        string sample = $"(SELECT {column.Name} FROM {column.Rows} WHERE {column.Name} IS NOT NULL AND {iso} IS NULL USING SAMPLE reservoir({SampleRows} ROWS) REPEATABLE (1))";
        string chinese = Plausible($"try_cast({ChineseAsIso(column.Name)} AS TIMESTAMP)");
        readings.Add(new("year年month月day日", $"coalesce({iso}, {chinese})", column.Count($"coalesce({iso}, {chinese})")));
        foreach (Family family in Families)
        {
            if (family.Reading(column, sample) is { } expression)
            {
                readings.Add(new(family.Name, expression, column.Count(expression)));
            }
        }

        CellReading numbers = Numbers(column);
        readings.Add(new(numbers.Description ?? "numbers", numbers.Expression, column.Count(numbers.Expression)));
        return Choose(column, readings);
    }

    private static CellReading Choose(StagedColumn column, List<Reading> readings)
    {
        Reading best = readings.MaxBy(r => r.Count)!;
        Reading? day = readings.Find(r => r.Name == Families[0].Name);
        Reading? month = readings.Find(r => r.Name == Families[1].Name);
        if (day is null || month is null || day.Count != month.Count || day.Count != best.Count)
        {
            return new(best.Expression, best.Name, NotADate);
        }

        // Every day is at most 12. The wrong order scatters the dates over the year, so the shorter span is the likelier.
        best = Span(column, month) < Span(column, day) ? month : day;
        return new(best.Expression, best.Name, NotADate, $"The dates of {column.Field.Name} fit day/month/year and month/day/year alike; {best.Name} was taken because it spans fewer days; give --date-format to decide.");
    }

    private static long Span(StagedColumn column, Reading reading) =>
        column.Measure([$"coalesce(date_diff('day', min({reading.Expression}), max({reading.Expression})), 0)"])[0];

    // Seconds or milliseconds since 1970, or days since 1899-12-30 as spreadsheets count.
    private static CellReading Numbers(StagedColumn column)
    {
        string value = $"try_cast({column.Name} AS DOUBLE)";
        (string Name, string Condition, string Time)[] kinds =
        [
            ("seconds since 1970", $"{value} BETWEEN 1e8 AND 9999999999", $"make_timestamp(CAST(round({value} * 1e6) AS BIGINT))"),
            ("milliseconds since 1970", $"{value} BETWEEN 1e11 AND 9999999999999", $"make_timestamp(CAST(round({value} * 1e3) AS BIGINT))"),
            ("spreadsheet day numbers", $"{value} BETWEEN 20000 AND 80000", $"TIMESTAMP '1899-12-30' + to_seconds(round({value} * 86400))"),
        ];
        long[] counts = column.Measure([.. kinds.Select(k => $"count_if({k.Condition})")]);
        int best = Array.IndexOf(counts, counts.Max());
        return new($"CASE WHEN {kinds[best].Condition} THEN {kinds[best].Time} END", kinds[best].Name, NotADate);
    }

    // 2024年3月5日 10时20分30秒 and 2024年3月5日 10:20
    private static string ChineseAsIso(string name) =>
        $"trim(regexp_replace(regexp_replace(translate({name}, '年月日时分秒点', '-- :: :'), '\\s+', ' ', 'g'), ':\\s*$', ''))";

    private static string Plausible(string time) => $"CASE WHEN year({time}) BETWEEN 1900 AND 2200 THEN {time} END";

    private static string[] Patterns(params string[] dates) => [.. dates.SelectMany(d => Times.Select(t => d + t))];

    private sealed record Reading(string Name, string Expression, long Count);

    /// <summary>Patterns that agree on the order of day, month and year.</summary>
    private sealed record Family(string Name, string[] Patterns)
    {
        public static Family Of(string name, string[] patterns) => new(name, patterns);

        /// <summary>The reading by those patterns that occur in a sample; null when none does.</summary>
        public string? Reading(StagedColumn column, string sample)
        {
            long[] counts = column.Measure([.. Patterns.Select(p => $"count({Plausible($"try_strptime({column.Name}, {Sql.Text(p)})")})")], rows: sample);
            string[] seen = [.. Patterns.Where((_, i) => counts[i] > 0)];
            return seen.Length == 0 ? null : Plausible($"try_strptime({column.Name}, {Sql.List(seen)})");
        }
    }
}
