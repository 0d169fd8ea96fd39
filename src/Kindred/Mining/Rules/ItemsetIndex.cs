namespace Kindred.Mining.Rules;

/// <summary>Finds itemsets of a table by a 64-bit hash that a rule generator keeps up to date by one XOR per item (Zobrist, 1970).</summary>
/// <remarks>
/// All hashes of the table are checked to be distinct when the index is built (another seed is taken if not), so looking up
/// a set that is in the table is exact. Memory: 16 to 24 bytes an itemset. Thread-safe once built.
/// </remarks>
internal sealed class ItemsetIndex
{
    private readonly ItemsetTable _itemsets;
    private readonly ulong[] _hashes;
    private readonly int[] _slots;
    private ulong[] _itemKeys = [];

    public ItemsetIndex(ItemsetTable itemsets)
    {
        _itemsets = itemsets;
        _hashes = new ulong[itemsets.Count];
        _slots = new int[SlotCount(itemsets.Count)];
        ulong seed = 0x9E3779B97F4A7C15;
        while (!TryBuild(seed))
        {
            seed = Mix(seed);
        }
    }

    public ItemsetTable Itemsets => _itemsets;

    /// <summary>The hash of one product row; the hash of a set is the XOR of those of its rows.</summary>
    public ulong KeyOf(int row) => _itemKeys[row];

    /// <summary>The hash of an itemset of the table.</summary>
    public ulong HashOf(int itemset) => _hashes[itemset];

    /// <summary>The itemset with a hash.</summary>
    /// <exception cref="ArgumentException">No itemset has it.</exception>
    public int Find(ulong hash)
    {
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int itemset = _slots[slot] - 1;
            if (_hashes[itemset] == hash)
            {
                return itemset;
            }
        }

        throw new ArgumentException(
            "An itemset has a subset that is not in the table. Rules need all frequent itemsets: mine with kind 'frequent' and without must-contain filters.");
    }

    private bool TryBuild(ulong seed)
    {
        _itemKeys = BuildItemKeys(seed);
        Array.Clear(_slots);
        for (int itemset = 0; itemset < _hashes.Length; itemset++)
        {
            ulong hash = 0;
            foreach (int row in _itemsets.Items(itemset))
            {
                hash ^= _itemKeys[row];
            }

            _hashes[itemset] = hash;
            if (!TryInsert(itemset, hash))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryInsert(int itemset, ulong hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_hashes[_slots[slot] - 1] == hash)
            {
                return RequireDifferent(_slots[slot] - 1, itemset);
            }
        }

        _slots[slot] = itemset + 1;
        return true;
    }

    private bool RequireDifferent(int first, int second) => !_itemsets.Items(first).SequenceEqual(_itemsets.Items(second))
        ? false
        : throw new ArgumentException($"Itemsets {first} and {second} hold the same products; a table of itemsets for rules has each once.");

    private ulong[] BuildItemKeys(ulong seed)
    {
        int highest = -1;
        for (int itemset = 0; itemset < _itemsets.Count; itemset++)
        {
            highest = Math.Max(highest, _itemsets.Items(itemset)[^1]);
        }

        var keys = new ulong[highest + 1];
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = Mix(seed + ((ulong)row * 0x9E3779B97F4A7C15));
        }

        return keys;
    }

    private static int SlotCount(int itemsets) =>
        (int)Math.Min(1L << 30, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(4, 2L * itemsets)));

    /// <summary>The finaliser of SplitMix64 (Steele, Lea &amp; Flood, 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
