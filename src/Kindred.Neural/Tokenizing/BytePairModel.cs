using System.Text;

namespace Kindred.Neural.Tokenizing;

/// <summary>Byte-pair encoding (Sennrich et al., 2016): neighbours are joined in the order in which the training joined them.</summary>
internal sealed class BytePairModel : SubwordModel
{
    private readonly Dictionary<(int, int), (int Rank, int Joined)> _merges = [];
    private readonly int? _unknown;
    private readonly bool _byteFallback;
    private readonly bool _fuseUnknown;
    private readonly bool _wholeFirst;

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="merges">Pairs of tokens in the order they are joined.</param>
    /// <param name="options">Behaviour for characters that the vocabulary lacks.</param>
    public BytePairModel(IReadOnlyList<string> tokens, IEnumerable<(string Left, string Right)> merges, BytePairOptions options)
        : base(tokens)
    {
        (_unknown, _byteFallback, _fuseUnknown, _wholeFirst) = (options.Unknown, options.ByteFallback, options.FuseUnknown, options.WholeWordFirst);
        foreach ((string left, string right) in merges)
        {
            if (Find(left) is { } a && Find(right) is { } b && Find(left + right) is { } joined)
            {
                _merges.TryAdd((a, b), (_merges.Count, joined));
            }
        }
    }

    public override void Append(string word, List<int> ids)
    {
        if (_wholeFirst && Find(word) is { } whole)
        {
            ids.Add(whole);
            return;
        }

        List<int> parts = Characters(word);
        while (parts.Count > 1 && Best(parts) is { Rank: < int.MaxValue } best)
        {
            parts[best.At] = best.Joined;
            parts.RemoveAt(best.At + 1);
        }

        ids.AddRange(parts);
    }

    private (int At, int Rank, int Joined) Best(List<int> parts)
    {
        (int At, int Rank, int Joined) best = (0, int.MaxValue, 0);
        for (int i = 0; i + 1 < parts.Count; i++)
        {
            if (_merges.TryGetValue((parts[i], parts[i + 1]), out (int Rank, int Joined) merge) && merge.Rank < best.Rank)
            {
                best = (i, merge.Rank, merge.Joined);
            }
        }

        return best;
    }

    private List<int> Characters(string word)
    {
        var parts = new List<int>(word.Length);
        bool lastUnknown = false;
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (Find(rune.ToString()) is { } id)
            {
                parts.Add(id);
                lastUnknown = false;
            }
            else if (!AppendBytes(rune, parts) && _unknown is { } unknown && !(lastUnknown && _fuseUnknown))
            {
                parts.Add(unknown);
                lastUnknown = true;
            }
        }

        return parts;
    }

    private bool AppendBytes(Rune rune, List<int> parts)
    {
        if (!_byteFallback)
        {
            return false;
        }

        int?[] bytes = Array.ConvertAll(Encoding.UTF8.GetBytes(rune.ToString()), b => Find($"<0x{b:X2}>"));
        if (Array.Exists(bytes, b => b is null))
        {
            return false;
        }

        parts.AddRange(bytes.Select(b => b!.Value));
        return true;
    }
}

/// <summary>What byte-pair encoding does with characters and words it does not build by joining.</summary>
/// <param name="Unknown">The token of a character that the vocabulary lacks; null drops it.</param>
/// <param name="ByteFallback">Whether such a character becomes tokens of its bytes, &lt;0xE4&gt;.</param>
/// <param name="FuseUnknown">Whether neighbouring unknown characters become one token.</param>
/// <param name="WholeWordFirst">Whether a word that is a token is taken whole without joining ("ignore_merges").</param>
internal readonly record struct BytePairOptions(int? Unknown, bool ByteFallback, bool FuseUnknown, bool WholeWordFirst);
