using System.Text;

namespace Kindred.Mining.Input;

/// <summary>Parses comma-separated labels, one basket a line.</summary>
internal static class LinesParser
{
    /// <summary>Parses a block of whole lines.</summary>
    public static void Parse(ReadOnlySpan<byte> block, BasketText text)
    {
        while (!block.IsEmpty)
        {
            int end = block.IndexOf((byte)'\n');
            ParseLine(end < 0 ? block : block[..end], text);
            text.EndLine();
            block = end < 0 ? [] : block[(end + 1)..];
        }
    }

    private static void ParseLine(ReadOnlySpan<byte> line, BasketText text)
    {
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        foreach (byte value in line)
        {
            if (value < ' ' && value != '\t')
            {
                throw text.ControlByte(value);
            }
        }

        while (!line.IsEmpty)
        {
            int taken = QuotedLength(line);
            if (taken > 0)
            {
                AddQuoted(line[..taken].TrimEnd((byte)','), text);
            }
            else
            {
                int comma = line.IndexOf((byte)',');
                taken = comma < 0 ? line.Length : comma + 1;
                Add(line[..(comma < 0 ? line.Length : comma)], text);
            }

            line = line[taken..];
        }
    }

    /// <summary>Length of a cell in double quotes with its comma, or 0 when the line does not begin with one (a lone quote, as in 12" PLATE, is text).</summary>
    private static int QuotedLength(ReadOnlySpan<byte> line)
    {
        int i = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (i < 0 || line[i] != '"')
        {
            return 0;
        }

        for (i++; i < line.Length; i++)
        {
            if (line[i] == '"' && !(i + 1 < line.Length && line[++i] == '"'))
            {
                int rest = line[i..].TrimStart("\" \t"u8).Length;
                return rest == 0 ? line.Length : line[^rest] == ',' ? line.Length - rest + 1 : 0;
            }
        }

        return 0;
    }

    private static void AddQuoted(ReadOnlySpan<byte> cell, BasketText text)
    {
        string inner = Encoding.UTF8.GetString(cell.Trim(" \t"u8)[1..^1]).Replace("\"\"", "\"", StringComparison.Ordinal);
        Add(Encoding.UTF8.GetBytes(inner), text);
    }

    private static void Add(ReadOnlySpan<byte> cell, BasketText text)
    {
        ReadOnlySpan<byte> label = Trim(cell);
        if (!label.IsEmpty)
        {
            text.AddLabel(label);
        }
    }

    /// <summary>Trims white space of every script, such as the ideographic space.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        while (Rune.DecodeFromUtf8(cell, out Rune first, out int length) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(first))
        {
            cell = cell[length..];
        }

        while (Rune.DecodeLastFromUtf8(cell, out Rune last, out int length) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(last))
        {
            cell = cell[..^length];
        }

        return cell;
    }
}
