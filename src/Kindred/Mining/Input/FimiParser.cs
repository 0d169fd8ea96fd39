namespace Kindred.Mining.Input;

/// <summary>Parses space-separated ids, one basket a line.</summary>
internal static class FimiParser
{
    /// <summary>Parses a block of whole lines.</summary>
    public static void Parse(ReadOnlySpan<byte> block, BasketText text)
    {
        IntChunks numbers = text.Numbers;
        int i = 0;
        while (i < block.Length)
        {
            int start = i;
            uint value = 0;
            uint digit;
            while (i < block.Length && (digit = block[i] - (uint)'0') <= 9)
            {
                value = (value * 10) + digit;
                i++;
            }

            byte stop = i < block.Length ? block[i] : (byte)'\n';
            int length = i - start;
            if (stop > ' ' || length > BasketText.LongestInteger || (length > 1 && block[start] == '0'))
            {
                i = ParseLabel(block, start, text);
                continue;
            }

            if (length > 0)
            {
                numbers.Add((int)value);
            }

            i++;
            if (stop == '\n')
            {
                text.EndLine();
            }
            else if (stop is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
            {
                throw text.ControlByte(stop);
            }
        }
    }

    /// <summary>Takes everything up to the next white space as one label and says where it ends.</summary>
    private static int ParseLabel(ReadOnlySpan<byte> block, int start, BasketText text)
    {
        int length = block[start..].IndexOfAnyInRange((byte)0, (byte)' ');
        length = length < 0 ? block.Length - start : length;
        text.AddLabel(block.Slice(start, length));
        if (start + length == block.Length)
        {
            text.EndLine();
        }

        return start + length;
    }
}
