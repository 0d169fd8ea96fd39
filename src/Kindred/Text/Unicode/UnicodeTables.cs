using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Kindred.Text;

/// <summary>The parts of the Unicode Character Database that normalisation needs, read from <c>normalization.txt</c> once.</summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> Loaded = new(Load);

    private readonly FrozenDictionary<int, int[]> _decompositions;
    private readonly FrozenDictionary<int, int[]> _canonical;
    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenDictionary<(int, int), int> _composites;
    private readonly ulong[] _suspects = new ulong[65536 / 64];

    private UnicodeTables(Dictionary<int, int[]> decompositions, Dictionary<int, int[]> canonical, Dictionary<int, byte> classes, Dictionary<(int, int), int> composites)
    {
        _decompositions = decompositions.ToFrozenDictionary();
        _canonical = canonical.ToFrozenDictionary();
        _classes = classes.ToFrozenDictionary();
        _composites = composites.ToFrozenDictionary();
        MarkSuspects();
    }

    public static UnicodeTables Instance => Loaded.Value;

    /// <summary>False when the character stays as it is whatever stands beside it ("quick check: yes" of UAX #15); halves of pairs are suspects.</summary>
    public bool IsSuspect(char c) => (_suspects[c >> 6] >> (c & 63) & 1) != 0;

    /// <summary>The full compatibility decomposition of a code point; empty when it has none. Hangul syllables are not in the table.</summary>
    public ReadOnlySpan<int> Decomposition(int codePoint) => _decompositions.TryGetValue(codePoint, out int[]? parts) ? parts : [];

    /// <summary>The full canonical decomposition of a code point; empty when it has none. Hangul syllables are not in the table.</summary>
    public ReadOnlySpan<int> CanonicalDecomposition(int codePoint) => _canonical.TryGetValue(codePoint, out int[]? parts) ? parts : [];

    /// <summary>The canonical combining class; 0 for characters that start a sequence.</summary>
    public byte CombiningClass(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>Finds the composite of two code points.</summary>
    public bool TryCompose(int first, int second, out int composite) => _composites.TryGetValue((first, second), out composite);

    private static UnicodeTables Load()
    {
        var decompositions = new Dictionary<int, int[]>();
        var canonical = new Dictionary<int, int[]>();
        var classes = new Dictionary<int, byte>();
        var composites = new Dictionary<(int, int), int>();
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Unicode/normalization.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '#')
            {
                continue;
            }

            int[] left = Hex(line[2..equals]);
            string right = line[(equals + 1)..];
            switch (line[0])
            {
                case 'd': decompositions[left[0]] = Hex(right); break;
                case 'D': decompositions[left[0]] = canonical[left[0]] = Hex(right); break;
                case 'k': canonical[left[0]] = Hex(right); break;
                case 'm': classes[left[0]] = byte.Parse(right, CultureInfo.InvariantCulture); break;
                default: composites[(left[0], left[1])] = Hex(right)[0]; break;
            }
        }

        return new UnicodeTables(decompositions, canonical, classes, composites);
    }

    private static int[] Hex(string text) => [.. text.Split(' ').Select(h => int.Parse(h, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];

    private void MarkSuspects()
    {
        // Characters that decompose only to be put together again (é) are no suspects: they are their own composite.
        HashSet<int> whole = [.. _composites.Values];
        IEnumerable<int> suspects = _decompositions.Keys.Where(c => !whole.Contains(c) || !ComposesBack(c))
            .Concat(_classes.Keys)
            .Concat(_composites.Keys.Select(pair => pair.Item2))
            .Concat(Enumerable.Range(0xD800, 0x800))
            .Concat(Enumerable.Range(HangulSyllables.VowelBase, HangulSyllables.VowelCount))
            .Concat(Enumerable.Range(HangulSyllables.TailBase, HangulSyllables.TailCount));
        foreach (int c in suspects.Where(c => c < 65536))
        {
            _suspects[c >> 6] |= 1UL << (c & 63);
        }
    }

    private bool ComposesBack(int codePoint)
    {
        var parts = new List<int>();
        parts.AddRange(Decomposition(codePoint));
        UnicodeNormalizer.Compose(this, parts);
        return parts.Count == 1 && parts[0] == codePoint;
    }
}
