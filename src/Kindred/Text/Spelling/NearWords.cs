using System.Numerics;

namespace Kindred.Text;

/// <summary>Finds the words of a vocabulary within a few typing errors of a given one.</summary>
/// <remarks>
/// A scan of the words of about the same length. An error changes the set of a word's letters by two members at most, so comparing sets of 32 bits rules out nearly all of
/// them at a nanosecond each; the rest are measured by <see cref="EditDistance"/>. Against an index of deletions (symmetric delete) it needs 8 bytes a word in place of
/// some hundred, and no time to build. Immutable and thread-safe.
/// </remarks>
internal sealed class NearWords
{
    private readonly IReadOnlyList<string> _words;
    private readonly int[] _byLength;
    private readonly uint[] _letters;
    private readonly int[] _firstOfLength;

    /// <summary>Reads the words; their places in the list are what <see cref="Find"/> gives.</summary>
    public NearWords(IReadOnlyList<string> words)
    {
        _words = words;
        _byLength = [.. Enumerable.Range(0, words.Count).OrderBy(w => words[w].Length)];
        _letters = [.. _byLength.Select(w => Letters(words[w]))];
        _firstOfLength = new int[words.Count == 0 ? 1 : words[_byLength[^1]].Length + 2];
        foreach (string word in words)
        {
            _firstOfLength[word.Length + 1]++;
        }

        for (int length = 1; length < _firstOfLength.Length; length++)
        {
            _firstOfLength[length] += _firstOfLength[length - 1];
        }
    }

    /// <summary>Words at most <paramref name="limit"/> errors away, shorter ones first, then in the order of the list; the word itself among them.</summary>
    public List<(int Word, int Distance)> Find(ReadOnlySpan<char> word, int limit)
    {
        var found = new List<(int Word, int Distance)>();
        uint letters = Letters(word);
        int end = First(word.Length + limit + 1);
        for (int i = First(word.Length - limit); i < end; i++)
        {
            if (BitOperations.PopCount(letters ^ _letters[i]) <= 2 * limit && EditDistance.Bounded(word, _words[_byLength[i]], limit) is int distance && distance <= limit)
            {
                found.Add((_byLength[i], distance));
            }
        }

        return found;
    }

    // Where words of a length start.
    private int First(int length) => _firstOfLength[Math.Clamp(length, 0, _firstOfLength.Length - 1)];

    // The set of a word's letters, folded to 32; a to z are told apart.
    private static uint Letters(ReadOnlySpan<char> word)
    {
        uint letters = 0;
        foreach (char c in word)
        {
            letters |= 1u << (c & 31);
        }

        return letters;
    }
}
