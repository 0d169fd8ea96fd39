using System.Globalization;

namespace Kindred.Cli.Shell;

/// <summary>Reads and writes amounts of memory as people write them: <c>512MB</c>, <c>4GB</c>, <c>1.5GiB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10),
        ("T", 1L << 40), ("G", 1L << 30), ("M", 1L << 20), ("K", 1L << 10), ("B", 1),
    ];

    /// <summary>Bytes of a text such as <c>4GB</c> (units are powers of 1,024); false where it is not an amount above 0.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        string number = text.Trim();
        long unit = 1;
        foreach ((string suffix, long size) in Units)
        {
            if (number.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                (number, unit) = (number[..^suffix.Length].TrimEnd(), size);
                break;
            }
        }

        bool valid = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            && amount > 0 && amount * unit < long.MaxValue;
        bytes = valid ? (long)(amount * unit) : 0;
        return bytes > 0;
    }

    /// <summary>An amount in the largest unit that keeps it at 1 or more, with one decimal below 10.</summary>
    public static string Format(long bytes)
    {
        (string suffix, long unit) = Units.Skip(4).First(u => u.Suffix.Length <= 2 && (bytes >= u.Bytes || u.Bytes == 1));
        double amount = (double)bytes / unit;
        return string.Create(CultureInfo.InvariantCulture, $"{amount.ToString(amount < 10 && unit > 1 ? "0.#" : "0", CultureInfo.InvariantCulture)} {suffix}");
    }
}
