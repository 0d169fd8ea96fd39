using System.Text;

namespace Kindred.Neural.Tokenizing;

/// <summary>The unigram language model (Kudo, 2018): the split whose tokens are most probable together, found by Viterbi's algorithm.</summary>
internal sealed class UnigramModel : SubwordModel
{
    // An unknown character costs this much more than the least probable token, as in SentencePiece.
    private const double UnknownPenalty = 10;

    private readonly double[] _scores;
    private readonly int _unknown;
    private readonly double _unknownScore;
    private readonly int _longest;
    private readonly bool _byteFallback;

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="scores">Natural logarithms of the tokens' probabilities.</param>
    /// <param name="unknown">The token of characters that the vocabulary lacks.</param>
    /// <param name="byteFallback">Whether such a character becomes tokens of its bytes.</param>
    public UnigramModel(IReadOnlyList<string> tokens, double[] scores, int unknown, bool byteFallback)
        : base(tokens)
    {
        (_scores, _unknown, _byteFallback) = (scores, unknown, byteFallback);
        _unknownScore = scores.Min() - UnknownPenalty;
        _longest = tokens.Max(t => t.Length);
    }

    public override void Append(string word, List<int> ids)
    {
        // best[i]: the most probable split of the first i characters, and its last token.
        var best = new (double Score, int From, int Id)[word.Length + 1];
        Array.Fill(best, (double.NegativeInfinity, -1, -1));
        best[0].Score = 0;
        for (int start = 0; start < word.Length; start += char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1)
        {
            Extend(word, best, start);
        }

        AppendPath(word, best, ids);
    }

    private void Extend(string word, (double Score, int From, int Id)[] best, int start)
    {
        int character = Rune.DecodeFromUtf16(word.AsSpan(start), out _, out int length) == System.Buffers.OperationStatus.Done ? length : 1;
        bool hasSingle = false;
        for (int end = start + 1; end <= Math.Min(word.Length, start + _longest); end++)
        {
            if (Lookup.TryGetValue(word.AsSpan(start, end - start), out int id))
            {
                hasSingle |= end == start + character;
                Offer(best, start, end, id, id == _unknown ? _unknownScore : _scores[id]);
            }
        }

        if (!hasSingle)
        {
            Offer(best, start, start + character, _unknown, _unknownScore);
        }
    }

    private static void Offer((double Score, int From, int Id)[] best, int start, int end, int id, double score)
    {
        if (best[start].Score + score > best[end].Score)
        {
            best[end] = (best[start].Score + score, start, id);
        }
    }

    private void AppendPath(string word, (double Score, int From, int Id)[] best, List<int> ids)
    {
        var path = new List<(int From, int To, int Id)>();
        for (int at = word.Length; at > 0; at = best[at].From)
        {
            path.Add((best[at].From, at, best[at].Id));
        }

        path.Reverse();
        bool lastUnknown = false;
        foreach ((int from, int to, int id) in path)
        {
            if (id != _unknown || !AppendBytes(word[from..to], ids))
            {
                // Neighbouring unknown characters are one token.
                if (id != _unknown || !lastUnknown)
                {
                    ids.Add(id);
                }

                lastUnknown = id == _unknown;
            }
        }
    }

    private bool AppendBytes(string text, List<int> ids)
    {
        if (!_byteFallback)
        {
            return false;
        }

        int?[] bytes = Array.ConvertAll(Encoding.UTF8.GetBytes(text), b => Find($"<0x{b:X2}>"));
        if (Array.Exists(bytes, b => b is null))
        {
            return false;
        }

        ids.AddRange(bytes.Select(b => b!.Value));
        return true;
    }
}
