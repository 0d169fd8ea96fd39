using System.Runtime.InteropServices;

namespace Kindred.Text;

/// <summary>How often every string of up to n characters stands in texts without spaces, and beside which characters.</summary>
internal sealed class NgramCounts
{
    private readonly int _maxLength;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Starts without texts.</summary>
    /// <param name="maxLength">Longest string that is counted.</param>
    public NgramCounts(int maxLength) => (_maxLength, _lookup) = (maxLength, _counts.GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>Characters counted.</summary>
    public long Total { get; private set; }

    public IEnumerable<KeyValuePair<string, int>> All => _counts;

    public int Of(ReadOnlySpan<char> text) => _lookup.TryGetValue(text, out int count) ? count : 0;

    /// <summary>Counts the unspaced runs of a normalised text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || CharacterKinds.Of(text[i]) != CharacterKind.Unspaced)
            {
                AddRun(text[start..i]);
                start = i + 1;
            }
        }
    }

    private void AddRun(ReadOnlySpan<char> run)
    {
        Total += run.Length;
        for (int i = 0; i < run.Length; i++)
        {
            for (int length = 1; length <= Math.Min(_maxLength, run.Length - i); length++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_lookup, run.Slice(i, length), out _)++;
            }
        }
    }
}
