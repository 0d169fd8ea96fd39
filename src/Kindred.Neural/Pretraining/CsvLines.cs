using System.Text;
using Kindred.Domain;

namespace Kindred.Neural.Pretraining;

/// <summary>Reads chosen columns of a CSV file (RFC 4180) by the names in its first line.</summary>
internal static class CsvLines
{
    public static IEnumerable<string[]> Read(Stream stream, params string[] columns)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string[] header = ReadLine(reader) ?? throw new KindredDataException("The CSV file is empty.");
        int[] places = [.. columns.Select(c => Array.IndexOf(header, c) is >= 0 and int at ? at
            : throw new KindredDataException($"The CSV file has no column '{c}'; it has {string.Join(", ", header)}."))];
        while (ReadLine(reader) is { } fields)
        {
            if (fields.Length > places.Max())
            {
                yield return Array.ConvertAll(places, p => fields[p]);
            }
        }
    }

    private static string[]? ReadLine(StreamReader reader)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int c = reader.Read(); c >= 0 && (quoted || c != '\n'); c = reader.Read())
        {
            if (c == '"')
            {
                // A doubled quote inside quotes is one quote.
                if (quoted && reader.Peek() == '"')
                {
                    field.Append((char)reader.Read());
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (c != '\r' || quoted)
            {
                field.Append((char)c);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
