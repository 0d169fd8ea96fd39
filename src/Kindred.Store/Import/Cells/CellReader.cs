namespace Kindred.Store.Import.Cells;

/// <summary>Decides for each column how its cells are read.</summary>
internal static class CellReader
{
    // Trimmed off every cell: white space, also no-break and ideographic, and a stray byte order mark.
    private static readonly string Space = Sql.Text(" \t\r\n\v\u00A0\u3000\uFEFF");

    /// <summary>The SQL for a source's cell without the white space around it; typed columns stay as they are.</summary>
    /// <remarks>Trimming a set of characters costs half a microsecond, and nearly every cell begins and ends with a visible ASCII character.</remarks>
    public static string Trimmed(Field field, string column, string sqlType)
    {
        if (!IsText(field, sqlType))
        {
            return column;
        }

        string text = sqlType == "VARCHAR" ? column : $"CAST({column} AS VARCHAR)";
        return $"CASE WHEN ord({text}) BETWEEN 33 AND 126 AND ord({text}[-1]) BETWEEN 33 AND 126 THEN {text} ELSE trim({text}, {Space}) END";
    }

    /// <summary>The SQL for a trimmed cell: NULL where blank or a usual mark for nothing.</summary>
    public static string Staged(Field field, string trimmed, string sqlType)
    {
        if (!IsText(field, sqlType))
        {
            return trimmed;
        }

        string marks = field.Type == CellType.Id ? "'', 'null', '\\n', 'nan', '#n/a'" : "'', 'null', '\\n', 'nan', '#n/a', 'n/a', 'na', 'none', '-'";
        return field.Type == CellType.Text
            ? $"nullif({trimmed}, '')"
            : $"CASE WHEN strlen({trimmed}) > 4 OR lower({trimmed}) NOT IN ({marks}) THEN {trimmed} END";
    }

    public static CellReading Decide(StagedColumn column, string? dateFormat) => column.Field.Type switch
    {
        CellType.Id => Ids(column),
        CellType.Number => NumberReader.Decide(column),
        CellType.Timestamp => TimestampReader.Decide(column, dateFormat),
        CellType.Flag => Flags(column),
        _ when column.Field.SqlType == "JSON" => new($"CASE WHEN json_valid({column.Name}) THEN {column.Name} END", null, "is not JSON"),
        _ => new(column.Name, ReadsAll: true),
    };

    // Whole numbers that passed through a spreadsheet or data frame with gaps come out as 17850.0.
    private static CellReading Ids(StagedColumn column)
    {
        long[] counts = column.Measure([
            $"count({column.Name})",
            $"count_if({column.Name} LIKE '%.0')",
            $"count_if({column.Name} LIKE '%.0' AND regexp_full_match({column.Name}, '-?\\d+\\.0'))"]);
        if (counts[1] == 0 || counts[1] != counts[2])
        {
            return new(column.Name, ReadsAll: true);
        }

        long whole = column.Count($"CASE WHEN regexp_full_match({column.Name}, '-?\\d+(\\.0)?') THEN 1 END");
        return whole == counts[0]
            ? new($"CASE WHEN {column.Name} LIKE '%.0' THEN {column.Name}[:-3] ELSE {column.Name} END", "whole numbers written as 17850.0", ReadsAll: true)
            : new(column.Name, ReadsAll: true);
    }

    private static CellReading Flags(StagedColumn column) => column.IsText
        ? new(
            $"""
            CASE WHEN lower({column.Name}) IN ('true', 't', 'yes', 'y', '1', 'active', 'enabled', 'published', '是', '有效', '上架', '在售') THEN true
                 WHEN lower({column.Name}) IN ('false', 'f', 'no', 'n', '0', 'inactive', 'disabled', 'draft', 'archived', '否', '无效', '下架', '停售') THEN false END
            """,
            null,
            "is not yes or no")
        : new($"try_cast({column.Name} AS BOOLEAN)", null, "is not yes or no");

    private static bool IsText(Field field, string sqlType) => field.Type is CellType.Id or CellType.Text || sqlType is "VARCHAR" or "BLOB";
}
