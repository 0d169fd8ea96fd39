using System.Numerics;

namespace Kindred.Mining.Filtering;

/// <summary>Finds the frequent itemsets that are not closed, or not maximal, because a frequent set with one more product covers them.</summary>
/// <remarks>
/// One more product is enough to look at: supports only fall as sets grow, so if any superset has the same support (is frequent), one with
/// a single product more does too. Each itemset therefore looks up its subsets with one product less in a hash table and marks them.
/// The hash of a set is the sum of its items' hashes, so a subset's hash is one subtraction; a hit is always checked item by item.
/// Time: one look-up an item. Memory: 17 to 33 bytes an itemset.
/// </remarks>
internal sealed class CoveredItemsets
{
    private readonly ItemsetTable _frequent;
    private readonly ulong[] _slots;
    private readonly bool[] _covered;

    private CoveredItemsets(ItemsetTable frequent)
    {
        _frequent = frequent;
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2L * frequent.Count))];
        _covered = new bool[frequent.Count];
    }

    /// <summary>For each itemset, true when it is not of the kind asked for.</summary>
    /// <param name="frequent">All frequent itemsets (up to one product more than the longest that is wanted).</param>
    /// <param name="kind">Closed: covered by a set of the same support. Maximal: covered by any frequent set.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static bool[] Find(ItemsetTable frequent, ItemsetKind kind, int threads, CancellationToken cancellationToken)
    {
        var search = new CoveredItemsets(frequent);
        for (int itemset = 0; itemset < frequent.Count; itemset++)
        {
            search.Insert(itemset);
        }

        const int Chunk = 4096;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, (frequent.Count + Chunk - 1) / Chunk, options, chunk =>
        {
            int end = Math.Min(frequent.Count, (chunk + 1) * Chunk);
            for (int itemset = chunk * Chunk; itemset < end; itemset++)
            {
                search.MarkSubsets(itemset, kind == ItemsetKind.Closed);
            }
        });
        return search._covered;
    }

    // A slot holds the upper half of the hash and the itemset's number plus one; 0 is an empty slot.
    private void Insert(int itemset)
    {
        ulong hash = Hash(_frequent.Items(itemset));
        int slot = (int)(hash & (uint)(_slots.Length - 1));
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | (uint)(itemset + 1);
    }

    private void MarkSubsets(int itemset, bool sameSupport)
    {
        ReadOnlySpan<int> items = _frequent.Items(itemset);
        if (items.Length == 1)
        {
            return;
        }

        ulong hash = Hash(items);
        for (int left = 0; left < items.Length; left++)
        {
            int subset = Find(hash - Hash(items[left]), items, left);
            if (!sameSupport || _frequent.SupportCount(subset) == _frequent.SupportCount(itemset))
            {
                // Several threads may write here, all of them true.
                Volatile.Write(ref _covered[subset], true);
            }
        }
    }

    private int Find(ulong hash, ReadOnlySpan<int> items, int left)
    {
        uint tag = (uint)(hash >> 32);
        for (int slot = (int)(hash & (uint)(_slots.Length - 1)); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            int itemset = (int)(uint)_slots[slot] - 1;
            if ((uint)(_slots[slot] >> 32) == tag && IsSubset(_frequent.Items(itemset), items, left))
            {
                return itemset;
            }
        }

        throw new InvalidOperationException("A subset of a frequent itemset is missing: the itemsets given are not all frequent ones.");
    }

    private static bool IsSubset(ReadOnlySpan<int> subset, ReadOnlySpan<int> items, int left) =>
        subset.Length == items.Length - 1
        && subset[..left].SequenceEqual(items[..left])
        && subset[left..].SequenceEqual(items[(left + 1)..]);

    private static ulong Hash(ReadOnlySpan<int> items)
    {
        ulong sum = 0;
        foreach (int item in items)
        {
            sum += Hash(item);
        }

        return sum;
    }

    // SplitMix64's finaliser (Steele, Lea & Flood, 2014): sums of its values spread well.
    private static ulong Hash(int item)
    {
        ulong x = ((ulong)(uint)item + 1) * 0x9E37_79B9_7F4A_7C15;
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
