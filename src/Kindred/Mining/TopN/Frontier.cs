using System.Diagnostics.CodeAnalysis;

namespace Kindred.Mining.TopN;

/// <summary>The best itemsets so far in a bounded heap, and those still to be extended, best first.</summary>
/// <remarks>
/// Once the heap is full its worst entry is the rising threshold: an extension is longer and no more frequent than its set, so what cannot
/// enter the heap, nor anything grown from it, is dropped at once. That also keeps ties in bounds, as of equal counts the shorter set wins.
/// </remarks>
internal sealed class Frontier(TopItemsetOptions options)
{
    private readonly PriorityQueue<FoundSet, FoundSet> _kept = new(Comparer<FoundSet>.Create((a, b) => b.CompareTo(a)));
    private readonly PriorityQueue<FoundSet, FoundSet> _open = new();

    /// <summary>False when no set of this count and length, nor any longer and less frequent one, can be in the answer.</summary>
    public bool MayEnter(int supportCount, int length)
    {
        if (_kept.Count < options.Count)
        {
            return true;
        }

        FoundSet worst = _kept.Peek();
        return supportCount > worst.SupportCount
            || (supportCount == worst.SupportCount && Math.Max(length, options.MinLength) <= worst.Rows.Length);
    }

    /// <summary>Takes a set that was just found.</summary>
    public void Offer(FoundSet set)
    {
        int length = set.Rows.Length;
        if (!MayEnter(set.SupportCount, length) || length > options.MaxLength)
        {
            return;
        }

        if (length < options.MinLength || Keep(set))
        {
            _open.Enqueue(set, set);
        }
    }

    /// <summary>The best set not extended yet whose extensions may still enter.</summary>
    public bool TryTakeBest([NotNullWhen(true)] out FoundSet? set)
    {
        while (_open.TryDequeue(out set, out _))
        {
            if (MayEnter(set.SupportCount, set.Rows.Length + 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The sets kept, best first.</summary>
    public IEnumerable<FoundSet> Best() => _kept.UnorderedItems.Select(pair => pair.Element).Order();

    private bool Keep(FoundSet set)
    {
        if (_kept.Count < options.Count)
        {
            _kept.Enqueue(set, set);
            return true;
        }

        bool better = set.CompareTo(_kept.Peek()) < 0;
        if (better)
        {
            _kept.DequeueEnqueue(set, set);
        }

        return better;
    }
}
