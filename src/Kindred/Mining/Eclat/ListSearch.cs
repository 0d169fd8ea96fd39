using Kindred.Mining.Lcm;

namespace Kindred.Mining.Eclat;

/// <summary>Depth-first search over lists of baskets, which become lists of differences once those are shorter.</summary>
/// <remarks>
/// A difference list of an item holds the baskets of its node that lack it (diffsets: Zaki and Gouda, 2003). All items of a node
/// have the same form. From lists, a child with item x and partner y has the common baskets t(x) ∩ t(y), or in
/// differences t(x) − t(y); from differences it has d(y) − d(x), and its support is that of x less the length of that.
/// </remarks>
internal sealed class ListSearch(ItemsetPath path, int minCount, int maxLength, CancellationToken cancellationToken)
{
    private readonly List<ListLevel> _levels = [];

    public ListLevel Level(int depth)
    {
        while (_levels.Count <= depth)
        {
            _levels.Add(new ListLevel());
        }

        return _levels[depth];
    }

    /// <summary>Emits every frequent extension of the path by the items of a level.</summary>
    /// <param name="depth">The level whose items are searched, each frequent in the node and none in all its baskets.</param>
    /// <param name="nodeSupport">Number of baskets of the node.</param>
    /// <param name="length">Number of items on the path, below the maximum length.</param>
    /// <param name="free">Number of free items on the path.</param>
    public void Search(int depth, int nodeSupport, int length, int free)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ListLevel level = Level(depth);
        for (int item = level.Count - 1; item >= 0; item--)
        {
            int support = level.Support(item);
            int freeBelow = free;
            ListLevel below = Level(depth + 1);
            below.Clear(asDifferences: level.AsDifferences || 2 * support > nodeSupport);
            for (int partner = 0; partner < item && length + 1 < maxLength; partner++)
            {
                int count = Join(level, below, item, partner, support);
                Take(below, level.Code(partner), support, count, ref freeBelow);
            }

            path.SetItem(length, level.Code(item));
            path.Emit(length + 1, freeBelow, support);
            if (below.Count > 0)
            {
                Search(depth + 1, support, length + 1, freeBelow);
            }
        }
    }

    /// <summary>Writes the list of the pair into the level below and gives its support count, or −1 when it is infrequent.</summary>
    private int Join(ListLevel level, ListLevel below, int item, int partner, int support)
    {
        if (!below.AsDifferences)
        {
            return below.AddCommon(level.Tids(item), level.Tids(partner), minCount);
        }

        return level.AsDifferences
            ? below.AddDifference(level.Tids(partner), level.Tids(item), support, minCount)
            : below.AddDifference(level.Tids(item), level.Tids(partner), support, minCount);
    }

    private void Take(ListLevel level, int code, int support, int count, ref int free)
    {
        if (count == support)
        {
            path.SetFree(free++, code);
        }
        else if (count >= 0)
        {
            level.Keep(code, count);
        }
    }
}
