using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Kindred.Mining.Bits;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Lcm;

/// <summary>Depth-first search for frequent itemsets by occurrence deliver, for nodes too sparse for rows of bits.</summary>
/// <remarks>
/// The baskets of an item are walked once and deliver a count to each item before it (Uno, Kiyomi and Arimura, 2004, section 3.1).
/// The child keeps only its frequent items, and goes on as bits where counting by AND is cheaper than by walking.
/// </remarks>
internal sealed unsafe class OccurrenceSearch
{
    // Measured on the data sets of docs/mining.md: nanoseconds a step of each way of counting all pairs of a node.
    private const double WalkStep = 1.4;
    private const double DeliverStep = 4.0;
    private const double BitBuildStep = 1.2;
    private const double BitWordStep = 0.3;
    private const double BitPairStep = 3.0;

    private const int PrefetchAhead = 12;

    private readonly ItemsetPath _path;
    private readonly BitFrequentSearch _bits;
    private readonly List<OccurrenceLevel> _levels;
    private readonly PairCounts? _rootPairs;
    private readonly int _minCount;
    private readonly int _maxLength;
    private readonly CancellationToken _cancellationToken;
    private int[] _childItems = new int[64];
    private int[] _childCounts = new int[64];
    private long[] _sortKeys = new long[64];

    public OccurrenceSearch(PreparedBaskets baskets, PairCounts? rootPairs, MiningTask task, ItemsetPath path, CancellationToken cancellationToken)
    {
        _path = path;
        _rootPairs = rootPairs;
        _minCount = task.MinCount;
        _maxLength = task.MaxLength;
        _cancellationToken = cancellationToken;
        _bits = new BitFrequentSearch(path, task.MinCount, task.MaxLength, cancellationToken);
        var root = new OccurrenceLevel
        {
            ItemCount = baskets.ItemCount,
            Codes = [.. Enumerable.Range(0, baskets.ItemCount)],
            Offsets = baskets.Offsets,
            Items = baskets.Codes,
            Starts = baskets.Starts,
            Tids = baskets.Tids,
        };
        root.ReserveScratch();
        _levels = [root];
    }

    /// <summary>Emits every frequent itemset whose least frequent item is <paramref name="code"/>.</summary>
    public void SearchRoot(int code) => Extend(0, code, 0, 0);

    /// <summary>Emits the path with one item of a level, and everything below it.</summary>
    private void Extend(int depth, int item, int length, int free)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        OccurrenceLevel level = _levels[depth];
        int support = level.Starts[item + 1] - level.Starts[item];
        _path.SetItem(length, level.Codes[item]);
        int children = 0;
        if (length + 1 < _maxLength)
        {
            children = CountPartners(level, depth, item, support, ref free);
        }

        _path.Emit(length + 1, free, support);
        if (children == 1)
        {
            _path.SetItem(length + 1, level.Codes[_childItems[0]]);
            _path.Emit(length + 2, free, _childCounts[0]);
        }
        else if (children > 1)
        {
            Descend(depth, item, support, children, length + 1, free);
        }
    }

    private int CountPartners(OccurrenceLevel level, int depth, int item, int support, ref int free)
    {
        if (depth == 0 && _rootPairs is not null)
        {
            return TakeFrequent(level, _rootPairs.With(item), support, ref free);
        }

        Deliver(level, item);
        Span<int> with = level.With.AsSpan(0, item);
        int children = TakeFrequent(level, with, support, ref free);
        with.Clear();
        return children;
    }

    private static void Deliver(OccurrenceLevel level, int item)
    {
        int end = level.Starts[item + 1];
        fixed (int* tids = level.Tids, offsets = level.Offsets, items = level.Items, with = level.With)
        {
            for (int t = level.Starts[item]; t < end; t++)
            {
                Prefetch(tids, t, end, offsets, items);
                for (int* next = items + offsets[tids[t]]; *next != item; next++)
                {
                    with[*next]++;
                }
            }
        }
    }

    /// <summary>Asks for a basket some steps ahead: the baskets of an item lie far apart, and waiting for each would be most of the time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(int* tids, int t, int end, int* offsets, int* items)
    {
        if (Sse.IsSupported && t + PrefetchAhead < end)
        {
            Sse.Prefetch0(items + offsets[tids[t + PrefetchAhead]]);
        }
    }

    /// <summary>Collects the frequent partners, those of higher support first.</summary>
    private int TakeFrequent(OccurrenceLevel level, ReadOnlySpan<int> with, int support, ref int free)
    {
        int children = 0;
        for (int partner = FrequentScan.From(with, 0, _minCount); partner < with.Length; partner = FrequentScan.From(with, partner + 1, _minCount))
        {
            int count = with[partner];
            if (count == support)
            {
                _path.SetFree(free++, level.Codes[partner]);
                continue;
            }

            if (children == _childItems.Length)
            {
                Array.Resize(ref _childItems, 2 * children);
                Array.Resize(ref _childCounts, 2 * children);
                Array.Resize(ref _sortKeys, 2 * children);
            }

            _sortKeys[children++] = ((long)-count << 32) | (uint)partner;
        }

        Span<long> keys = _sortKeys.AsSpan(0, children);
        keys.Sort();
        for (int child = 0; child < children; child++)
        {
            _childItems[child] = (int)keys[child];
            _childCounts[child] = -(int)(keys[child] >> 32);
        }

        return children;
    }

    private void Descend(int depth, int item, int support, int children, int length, int free)
    {
        OccurrenceLevel level = _levels[depth];
        int[] index = level.ChildIndex;
        long occurrences = 0;
        for (int child = 0; child < children; child++)
        {
            index[_childItems[child]] = child + 1;
            occurrences += _childCounts[child];
        }

        int words = (support + 63) >> 6;
        bool asBits = BitsAreCheaper(support, children, words, occurrences);
        if (asBits)
        {
            BuildBits(level, item, children, words);
        }
        else
        {
            BuildOccurrences(depth, item, support, children);
        }

        foreach (int child in _childItems.AsSpan(0, children))
        {
            index[child] = 0;
        }

        if (asBits)
        {
            _bits.Search(0, children, words, length, free);
            return;
        }

        for (int child = children - 1; child >= 0; child--)
        {
            Extend(depth + 1, child, length, free);
        }
    }

    /// <summary>Compares walking each basket's pairs with AND-ing each pair of rows.</summary>
    private static bool BitsAreCheaper(int support, int children, int words, long occurrences)
    {
        double pairs = 0.5 * children * children;
        double bits = (occurrences * BitBuildStep) + (pairs * ((words * BitWordStep) + BitPairStep));
        double length = (double)occurrences / support;
        double walk = (occurrences * DeliverStep) + (support * 0.5 * length * (length + 1) * WalkStep) + pairs;
        return bits <= walk;
    }

    private void BuildBits(OccurrenceLevel level, int item, int children, int words)
    {
        BitLevel target = _bits.Level(0);
        target.ReserveItems(children);
        target.ReserveRows(children, words);
        target.Clear(children, words);
        for (int child = 0; child < children; child++)
        {
            target.Codes[child] = level.Codes[_childItems[child]];
            target.Counts[child] = _childCounts[child];
        }

        SetBits(level, item, target.Rows, words);
    }

    private static void SetBits(OccurrenceLevel level, int item, ulong* rows, int words)
    {
        int begin = level.Starts[item];
        int end = level.Starts[item + 1];
        rows -= words;
        fixed (int* tids = level.Tids, offsets = level.Offsets, items = level.Items, index = level.ChildIndex)
        {
            for (int t = begin; t < end; t++)
            {
                Prefetch(tids, t, end, offsets, items);
                ulong bit = 1UL << (t - begin);
                ulong* column = rows + ((t - begin) >> 6);
                for (int* next = items + offsets[tids[t]]; *next != item; next++)
                {
                    int child = index[*next];
                    if (child != 0)
                    {
                        column[(long)child * words] |= bit;
                    }
                }
            }
        }
    }

    private void BuildOccurrences(int depth, int item, int support, int children)
    {
        if (_levels.Count == depth + 1)
        {
            _levels.Add(new OccurrenceLevel());
        }

        OccurrenceLevel level = _levels[depth];
        OccurrenceLevel target = _levels[depth + 1];
        Span<int> codes = new int[children];
        for (int child = 0; child < children; child++)
        {
            codes[child] = level.Codes[_childItems[child]];
        }

        target.Reserve(codes, _childCounts.AsSpan(0, children), support);
        DeliverTids(level, item, target);
        DeliverItems(target, support);
    }

    /// <summary>Fills the child's lists of baskets, and where each basket starts.</summary>
    private static void DeliverTids(OccurrenceLevel level, int item, OccurrenceLevel target)
    {
        int begin = level.Starts[item];
        int end = level.Starts[item + 1];
        int[] next = target.With;
        target.Starts.AsSpan(0, target.ItemCount).CopyTo(next);
        int length = 0;
        fixed (int* tids = level.Tids, offsets = level.Offsets, items = level.Items, index = level.ChildIndex)
        {
            for (int t = begin; t < end; t++)
            {
                Prefetch(tids, t, end, offsets, items);
                target.Offsets[t - begin] = length;
                for (int* other = items + offsets[tids[t]]; *other != item; other++)
                {
                    int child = index[*other];
                    if (child != 0)
                    {
                        target.Tids[next[child - 1]++] = t - begin;
                        length++;
                    }
                }
            }
        }

        target.Offsets[end - begin] = length;
        next.AsSpan(0, target.ItemCount).Clear();
    }

    /// <summary>Fills the child's baskets item by item, which leaves each sorted.</summary>
    private static void DeliverItems(OccurrenceLevel target, int baskets)
    {
        int[] offsets = target.Offsets;
        for (int item = 0; item < target.ItemCount; item++)
        {
            foreach (int tid in target.Tids.AsSpan(target.Starts[item], target.Starts[item + 1] - target.Starts[item]))
            {
                target.Items[offsets[tid]++] = item;
            }
        }

        // Each offset has moved to the end of its basket, which is where the next one starts.
        Array.Copy(offsets, 0, offsets, 1, baskets);
        offsets[0] = 0;
    }
}
