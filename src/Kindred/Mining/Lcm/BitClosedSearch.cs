using Kindred.Mining.Bits;

namespace Kindred.Mining.Lcm;

/// <summary>Depth-first search for closed or maximal itemsets over rows of bits.</summary>
/// <remarks>
/// Prefix-preserving closure extension (Uno, Asai, Uchida and Arimura, 2004, section 3): an item extends the node's closed set,
/// its closure takes in every item that all its baskets hold, and the extension is dropped when that closure holds an item
/// that stands after it in the order, because then another branch finds it. So each closed set is found once and no found
/// set is kept. The items after it ("passed") travel down as rows like the candidates do; those that become infrequent are
/// left behind. A closed set is maximal exactly when no candidate and no passed item is frequent together with it.
/// </remarks>
internal sealed unsafe class BitClosedSearch(ItemsetPath path, int minCount, bool maximal, CancellationToken cancellationToken)
{
    private readonly List<BitLevel> _levels = [];

    public BitLevel Level(int depth)
    {
        while (_levels.Count <= depth)
        {
            _levels.Add(new BitLevel());
        }

        return _levels[depth];
    }

    /// <summary>Emits every closed (or maximal) set below the path.</summary>
    /// <param name="depth">The level whose rows are searched: candidates first, then passed items.</param>
    /// <param name="items">Number of candidates, each frequent in the node and in none of its closures.</param>
    /// <param name="rows">Number of candidates and passed items.</param>
    /// <param name="words">Words a row.</param>
    /// <param name="length">Number of items on the path.</param>
    public void Search(int depth, int items, int rows, int words, int length)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BitLevel level = Level(depth);
        for (int item = items - 1; item >= 0; item--)
        {
            if (!IsPassed(level, item, rows, words))
            {
                Extend(depth, item, rows, words, length);
            }
        }
    }

    /// <summary>True when an item after this one is in all its baskets.</summary>
    private static bool IsPassed(BitLevel level, int item, int rows, int words)
    {
        ulong* row = level.Rows + ((long)item * words);
        int support = level.Counts[item];
        for (int other = item + 1; other < rows; other++)
        {
            if (level.Counts[other] >= support && BitKernels.IsSubset(row, level.Rows + ((long)other * words), words))
            {
                return true;
            }
        }

        return false;
    }

    private void Extend(int depth, int item, int rows, int words, int length)
    {
        BitLevel level = Level(depth);
        BitLevel below = Level(depth + 1);
        below.ReserveItems(rows);
        int support = level.Counts[item];
        path.SetItem(length++, level.Codes[item]);
        int items = TakeCandidates(level, below, item, words, ref length);
        int kept = items;
        if (items > 0 || maximal)
        {
            kept = TakePassed(level, below, item, rows, words, items);
        }

        if (!maximal || kept == 0)
        {
            path.EmitOne(length, support);
        }

        if (items > 0)
        {
            int childWords = below.Descend(level, item, kept, words);
            Search(depth + 1, items, kept, childWords, length);
        }
    }

    /// <summary>Candidates before the item: those in all its baskets join the path, the other frequent ones go below.</summary>
    private int TakeCandidates(BitLevel level, BitLevel below, int item, int words, ref int length)
    {
        ulong* row = level.Rows + ((long)item * words);
        int support = level.Counts[item];
        int taken = 0;
        for (int partner = 0; partner < item; partner++)
        {
            int count = BitKernels.AndCount(row, level.Rows + ((long)partner * words), words);
            if (count == support)
            {
                path.SetItem(length++, level.Codes[partner]);
            }
            else if (count >= minCount)
            {
                below.Set(taken++, level.Codes[partner], count, partner);
            }
        }

        return taken;
    }

    private int TakePassed(BitLevel level, BitLevel below, int item, int rows, int words, int taken)
    {
        ulong* row = level.Rows + ((long)item * words);
        for (int other = item + 1; other < rows; other++)
        {
            int count = BitKernels.AndCount(row, level.Rows + ((long)other * words), words);
            if (count >= minCount)
            {
                below.Set(taken++, level.Codes[other], count, other);
            }
        }

        return taken;
    }
}
