using DuckDB.NET.Data;

namespace Kindred.Store.Import;

/// <summary>Makes one sentence of what DuckDB says.</summary>
internal static class ImportError
{
    public static string FirstLine(DuckDBException error)
    {
        ReadOnlySpan<char> text = error.Message;
        int end = text.IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).TrimEnd(". ").ToString();
    }
}
