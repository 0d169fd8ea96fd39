using Kindred.Mining.Bits;

namespace Kindred.Mining.Lcm;

/// <summary>Depth-first search for frequent itemsets over rows of bits.</summary>
/// <remarks>
/// A node holds its candidates as rows of one bit a basket of the node. Counting an extension is AND and popcount of two rows;
/// a child keeps only its own baskets (rows are packed by pext) once that halves them, which is LCM's database reduction
/// (Uno, Kiyomi and Arimura, 2004, section 3) in vertical form. Items with the support of their node are perfect extensions:
/// they leave the search and multiply what is emitted below (Borgelt, 2003).
/// </remarks>
internal sealed unsafe class BitFrequentSearch(ItemsetPath path, int minCount, int maxLength, CancellationToken cancellationToken)
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

    /// <summary>Emits every frequent extension of the path by the items of a level.</summary>
    /// <param name="depth">The level whose first <paramref name="items"/> rows are searched.</param>
    /// <param name="items">Number of items, each frequent in the node and none a perfect extension of it.</param>
    /// <param name="words">Words a row.</param>
    /// <param name="length">Number of items on the path, below the maximum length.</param>
    /// <param name="free">Number of free items on the path.</param>
    public void Search(int depth, int items, int words, int length, int free)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BitLevel level = Level(depth);
        BitLevel below = Level(depth + 1);
        below.ReserveItems(items);
        for (int item = items - 1; item >= 0; item--)
        {
            int support = level.Counts[item];
            path.SetItem(length, level.Codes[item]);
            if (length + 1 >= maxLength)
            {
                path.Emit(length + 1, free, support);
                continue;
            }

            int children = CountPartners(level, below, item, words, ref free, out int freeBefore);
            path.Emit(length + 1, free, support);
            if (children == 1)
            {
                path.SetItem(length + 1, below.Codes[0]);
                path.Emit(length + 2, free, below.Counts[0]);
            }
            else if (children > 1)
            {
                int childWords = below.Descend(level, item, children, words);
                Search(depth + 1, children, childWords, length + 1, free);
            }

            free = freeBefore;
        }
    }

    /// <summary>Counts the item together with each item before it: survivors go to the level below, perfect extensions to the path.</summary>
    private int CountPartners(BitLevel level, BitLevel below, int item, int words, ref int free, out int freeBefore)
    {
        freeBefore = free;
        ulong* row = level.Rows + ((long)item * words);
        ulong* other = level.Rows;
        int support = level.Counts[item];
        int children = 0;
        for (int partner = 0; partner < item; partner++, other += words)
        {
            int count = BitKernels.AndCount(row, other, words);
            if (count < minCount)
            {
                continue;
            }

            if (count == support)
            {
                path.SetFree(free++, level.Codes[partner]);
                continue;
            }

            below.Set(children++, level.Codes[partner], count, partner);
        }

        return children;
    }
}
