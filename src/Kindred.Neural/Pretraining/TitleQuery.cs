using System.Text;
using Kindred.Neural.Tokenizing;
using Kindred.Numerics;

namespace Kindred.Neural.Pretraining;

/// <summary>Makes what somebody might type who looks for a title: two to five of its words in their order, or two to five Chinese characters in a row.</summary>
internal static class TitleQuery
{
    private const int Fewest = 2;
    private const int Most = 5;

    /// <summary>Draws a query; null for titles of fewer than three words or characters.</summary>
    public static string? Draw(string title, RandomStream random)
    {
        string[] words = [.. WordSplitting.Bert.Split(TextNormalization.Bert(lowerCase: true).Apply(title)).Where(w => w.Any(char.IsLetterOrDigit))];
        if (words.Length <= Fewest)
        {
            return null;
        }

        int count = Fewest + random.NextInt(Math.Min(Most, words.Length - 1) - Fewest + 1);
        return words.Count(IsIdeograph) > words.Length / 2
            ? string.Concat(words.Skip(random.NextInt(words.Length - count + 1)).Take(count))
            : string.Join(' ', Chosen(words, count, random));
    }

    private static IEnumerable<string> Chosen(string[] words, int count, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, words.Length)];
        random.Shuffle<int>(order);
        return order.Take(count).Order().Select(i => words[i]);
    }

    // The splitting leaves ideographs alone, so one of them is a word of one letter that has no case.
    private static bool IsIdeograph(string word) => Rune.GetUnicodeCategory(word.EnumerateRunes().First()) == System.Globalization.UnicodeCategory.OtherLetter;
}
