namespace Kindred.Neural.Tokenizing;

/// <summary>The special tokens around one text or two: [CLS] A [SEP] B [SEP].</summary>
/// <param name="single">Frame of one text; a null stands for the text.</param>
/// <param name="pair">Frame of two texts: special tokens and, as negative numbers −1 and −2, the first and second text; each with its segment.</param>
internal sealed class TokenFrame((int Id, int Segment)[] single, (int Id, int Segment)[] pair)
{
    public const int First = -1;
    public const int Second = -2;

    /// <summary>One more than the largest number of its special tokens.</summary>
    public int End { get; } = single.Concat(pair).Select(p => p.Id).Append(-1).Max() + 1;

    public int[] Single(List<int> tokens, int maxTokens)
    {
        int room = maxTokens - single.Count(p => p.Id >= 0);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
        IEnumerable<int> cut = tokens.Take(room);
        return [.. single.SelectMany(p => p.Id == First ? cut : [p.Id])];
    }

    public (int[] Ids, int[] Segments) Pair(List<int> a, List<int> b, int maxTokens)
    {
        int room = maxTokens - pair.Count(p => p.Id >= 0);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
        (int keepA, int keepB) = (a.Count, b.Count);
        if (keepA + keepB > room)
        {
            // The longer text gives way until both are alike; a short one stays whole.
            (keepA, keepB) = a.Count < b.Count
                ? (Math.Min(a.Count, Math.Max(room / 2, 0)), 0)
                : (0, Math.Min(b.Count, Math.Max(room / 2, 0)));
            (keepA, keepB) = keepB == 0 && a.Count < b.Count ? (keepA, room - keepA) : (room - keepB, keepB);
        }

        List<int> ids = [];
        List<int> segments = [];
        foreach ((int id, int segment) in pair)
        {
            IEnumerable<int> part = id switch { First => a.Take(keepA), Second => b.Take(keepB), _ => [id] };
            int before = ids.Count;
            ids.AddRange(part);
            segments.AddRange(Enumerable.Repeat(segment, ids.Count - before));
        }

        return ([.. ids], [.. segments]);
    }
}
