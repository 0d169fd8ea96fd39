using Kindred.Numerics;

namespace Kindred.Neural.Training;

/// <summary>Text augmentation: the parts of a text that stand between commas, bars, slashes, semicolons or line ends, in another order.</summary>
/// <remarks>What a product is does not depend on whether its brand or its size is named first.</remarks>
internal static class FieldShuffle
{
    private static readonly char[] Separators = [',', ';', '|', '/', '\n', '，', '；', '、'];

    /// <summary>With a given probability, the text with its parts in random order; texts of one part stay as they are.</summary>
    public static string Apply(string text, double share, RandomStream random)
    {
        if (share == 0 || random.NextDouble() >= share)
        {
            return text;
        }

        string[] fields = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        random.Shuffle<string>(fields);
        return fields.Length > 1 ? string.Join(", ", fields) : text;
    }
}
