using Kindred.Store.Import.Sources;
using Kindred.Store.Import.Text;

namespace Kindred.Store.Import;

/// <summary>From staged rows (numbered from 0) to the lines of the file, as steps: from a row on, line = row + shift.</summary>
internal static class RowLines
{
    /// <summary>The steps for delimited text.</summary>
    /// <param name="source">The source with its scan.</param>
    /// <param name="unread">Rows (from 1, blank lines and header included) that the CSV reader refused, ascending and distinct.</param>
    public static IEnumerable<(long FromRow, long Shift)> Steps(ImportSource source, IReadOnlyList<long> unread)
    {
        long skipped = source.HeaderRows;
        long extra = 0;
        yield return (0, skipped + 1);
        foreach (IrregularRow row in Merge(source.Scan?.Irregular ?? [], unread))
        {
            if (!source.RowsAreLines)
            {
                extra += row.ExtraLines;
            }

            if (row.Row <= source.HeaderRows)
            {
                yield return (0, skipped + extra + 1);
                continue;
            }

            // A skipped row has no staged one; what follows starts at the same staged number.
            long next = row.Row - 1 - skipped + (row.Blank ? 0 : 1);
            skipped += row.Blank ? 1 : 0;
            yield return (next, skipped + extra + 1);
        }
    }

    /// <summary>The lines on which rows of the scan start.</summary>
    /// <param name="source">The source with its scan.</param>
    /// <param name="rows">Rows from 1, ascending.</param>
    public static IEnumerable<(long Row, long Line)> LinesOf(ImportSource source, IReadOnlyList<long> rows)
    {
        IReadOnlyList<IrregularRow> irregular = source.RowsAreLines ? [] : source.Scan?.Irregular ?? [];
        int next = 0;
        long extra = 0;
        foreach (long row in rows)
        {
            for (; next < irregular.Count && irregular[next].Row < row; next++)
            {
                extra += irregular[next].ExtraLines;
            }

            yield return (row, row + extra);
        }
    }

    // Refused rows count as blank: neither has a staged row.
    private static IEnumerable<IrregularRow> Merge(IReadOnlyList<IrregularRow> irregular, IReadOnlyList<long> unread)
    {
        int next = 0;
        foreach (IrregularRow row in irregular)
        {
            for (; next < unread.Count && unread[next] < row.Row; next++)
            {
                yield return new IrregularRow(unread[next], 0, Blank: true);
            }

            bool refused = next < unread.Count && unread[next] == row.Row;
            next += refused ? 1 : 0;
            yield return refused ? row with { Blank = true } : row;
        }

        for (; next < unread.Count; next++)
        {
            yield return new IrregularRow(unread[next], 0, Blank: true);
        }
    }
}
