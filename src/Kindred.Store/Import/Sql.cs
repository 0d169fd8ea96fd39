namespace Kindred.Store.Import;

/// <summary>Quotes names and values for SQL text.</summary>
internal static class Sql
{
    /// <summary>A string literal; the NUL character cannot stand in one and is refused.</summary>
    public static string Text(string value) => value.Contains('\0')
        ? throw new ImportException("A name or option holds a NUL character; correct it.")
        : $"'{value.Replace("'", "''")}'";

    public static string Name(string name) => name.Contains('\0')
        ? throw new ImportException("A column name holds a NUL character; correct the header line.")
        : $"\"{name.Replace("\"", "\"\"")}\"";

    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";
}
