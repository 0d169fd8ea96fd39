using System.Text;

namespace Kindred.Store.Import.Text;

/// <summary>What the first rows of delimited text tell: the delimiter and the header's cells.</summary>
/// <param name="Delimiter">What separates cells.</param>
/// <param name="Cells">The cells of the first row with content, trimmed.</param>
/// <param name="SkippedRows">Blank rows before it.</param>
internal sealed record DelimitedHead(char Delimiter, IReadOnlyList<string> Cells, int SkippedRows)
{
    private const int SampleRows = 200;
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>Reads the head of a text; the delimiter is the one that gives most rows the width of the first.</summary>
    /// <param name="text">The first part of the text; its last row may be cut off.</param>
    /// <param name="delimiter">The user's choice, or null.</param>
    public static DelimitedHead? Read(string text, char? delimiter)
    {
        DelimitedHead? best = null;
        double bestScore = -1;
        foreach (char candidate in delimiter is { } given ? [given] : Candidates)
        {
            List<List<string>> rows = Rows(text, candidate);
            int first = rows.FindIndex(r => r.Count > 1 || r[0].Length > 0);
            if (first < 0)
            {
                return null;
            }

            double score = Score(rows.Skip(first).Where(r => r.Count > 1 || r[0].Length > 0).ToList());
            if (score > bestScore)
            {
                bestScore = score;
                best = new DelimitedHead(candidate, rows[first], first);
            }
        }

        return best;
    }

    // Share of rows as wide as the header, and a little for width: one cell a row says nothing for a delimiter.
    private static double Score(List<List<string>> rows)
    {
        int width = rows[0].Count;
        return width == 1 ? 0 : rows.Count(r => r.Count == width) / (double)rows.Count + (Math.Min(width, 100) / 1000.0);
    }

    private static List<List<string>> Rows(string text, char delimiter)
    {
        var rows = new List<List<string>>();
        int position = text.StartsWith('\uFEFF') ? 1 : 0;
        while (position < text.Length && rows.Count < SampleRows)
        {
            rows.Add(Row(text, ref position, delimiter));
        }

        return rows;
    }

    private static List<string> Row(string text, ref int position, char delimiter)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(Cell(text, ref position, delimiter));
            if (position >= text.Length || text[position] != delimiter)
            {
                break;
            }

            position++;
        }

        position += position + 1 < text.Length && text[position] == '\r' && text[position + 1] == '\n' ? 2 : 1;
        return cells;
    }

    private static string Cell(string text, ref int position, char delimiter)
    {
        var cell = new StringBuilder();
        bool quoted = position < text.Length && text[position] == '"';
        position += quoted ? 1 : 0;
        for (; position < text.Length; position++)
        {
            char c = text[position];
            if (quoted && c == '"')
            {
                if (position + 1 >= text.Length || text[position + 1] != '"')
                {
                    quoted = false;
                    continue;
                }

                position++;
            }
            else if (!quoted && (c == delimiter || c is '\n' or '\r'))
            {
                break;
            }

            cell.Append(c);
        }

        return cell.ToString().Trim();
    }
}
