using Kindred.Mining.Output;
using Kindred.Mining.Planning;
using Kindred.Mining.TopN;

namespace Kindred.Mining.Generalized;

/// <summary>Depth-first intersection of basket lists that joins only items of which neither is above the other; for one thread.</summary>
internal sealed class UnrelatedSearch(PreparedBaskets baskets, CategoryTree tree, int minCount, int maxLength, CancellationToken cancellationToken)
{
    private readonly int[] _set = new int[baskets.ItemCount];
    private IItemsetReceiver? _receiver;

    /// <summary>Gives the receiver every itemset whose rarest item is <paramref name="code"/>.</summary>
    public void Run(int code, IItemsetReceiver receiver)
    {
        _receiver = receiver;
        _set[0] = code;
        receiver.Add(_set.AsSpan(0, 1), baskets.SupportCount(code));
        int[] tids = baskets.TidList(code).ToArray();
        var siblings = new List<Candidate>();
        for (int other = 0; other < code && maxLength > 1; other++)
        {
            Join(code, tids, other, baskets.TidList(other), siblings);
        }

        Grow(1, siblings);
    }

    private void Grow(int length, List<Candidate> siblings)
    {
        for (int i = 0; i < siblings.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Candidate candidate = siblings[i];
            _set[length] = candidate.Code;
            _receiver!.Add(_set.AsSpan(0, length + 1), candidate.Tids.Length);
            var children = new List<Candidate>();
            for (int j = 0; j < i && length + 1 < maxLength; j++)
            {
                Join(candidate.Code, candidate.Tids, siblings[j].Code, siblings[j].Tids, children);
            }

            Grow(length + 1, children);
        }
    }

    private void Join(int code, int[] tids, int other, ReadOnlySpan<int> otherTids, List<Candidate> joined)
    {
        if (tree.AreRelated(baskets.Rows[code], baskets.Rows[other]))
        {
            return;
        }

        int[] common = Occurrences.Intersect(tids, otherTids);
        if (common.Length >= minCount)
        {
            joined.Add(new Candidate(other, common));
        }
    }

    private readonly record struct Candidate(int Code, int[] Tids);
}
