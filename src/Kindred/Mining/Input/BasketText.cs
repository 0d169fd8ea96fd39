namespace Kindred.Mining.Input;

/// <summary>Collects the baskets of a text file as it is parsed.</summary>
/// <remarks>
/// A product is held as a number: an id of up to seven digits without leading zeros is its own number, and any other label l
/// (in order of first appearance) is ~l, below zero. So integer ids never touch a hash table, and both kinds may mix.
/// </remarks>
internal sealed class BasketText(string file)
{
    public const int LongestInteger = 7;

    private readonly LabelTable _labels = new();
    private int _basketStart;

    /// <summary>Product numbers, basket after basket.</summary>
    public IntChunks Numbers { get; } = new();

    /// <summary>Where each basket ends.</summary>
    public IntChunks Ends { get; } = new();

    /// <summary>The line being read, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Adds a product that is not a short integer.</summary>
    public void AddLabel(ReadOnlySpan<byte> label)
    {
        if (ShortInteger(label) is { } number)
        {
            Numbers.Add(number);
            return;
        }

        if (!System.Text.Unicode.Utf8.IsValid(label))
        {
            throw Malformed("a label is not UTF-8; convert the file to UTF-8, or import it as a table.");
        }

        Numbers.Add(~_labels.Number(label));
    }

    /// <summary>Ends a line; one without products is no basket.</summary>
    public void EndLine()
    {
        if (Numbers.Count > _basketStart)
        {
            Ends.Add(Numbers.Count);
            _basketStart = Numbers.Count;
        }

        Line++;
    }

    public BasketFileException Malformed(string cause) => new(file, Line, cause);

    public BasketFileException ControlByte(byte value) =>
        Malformed($"byte 0x{value:X2} is a control character; this is not a text file of baskets.");

    public string Text(int number) => number < 0 ? _labels.Text(~number) : number.ToString();

    public int LabelCount => _labels.Count;

    private static int? ShortInteger(ReadOnlySpan<byte> label)
    {
        if (label.Length > LongestInteger || label.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (label[0] == '0' && label.Length > 1))
        {
            return null;
        }

        int value = 0;
        foreach (byte digit in label)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
