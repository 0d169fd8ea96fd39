using Kindred.Mining.Bits;
using Kindred.Mining.Lcm;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Eclat;

/// <summary>The first step of the search on sparse data: all pairs with one code are counted before any list is made.</summary>
/// <remarks>
/// The baskets of the code are walked once to count its partners, and once more to hand each frequent partner its baskets (the
/// vertical-to-horizontal step for pairs of Zaki, 2000): intersecting list with list would look at every pair of products,
/// and nearly all of those are infrequent. What is handed out are bits where AND-ing them is the cheaper way on, else lists.
/// </remarks>
internal sealed unsafe class SparseRoot(PreparedBaskets baskets, MiningTask task, ItemsetPath path, BitFrequentSearch bits, ListSearch lists, bool onlyLists)
{
    // Measured, in nanoseconds: a word of an AND with what each pair costs beside, and a step of merging two lists.
    private const double BitWordStep = 0.3;
    private const double BitPairStep = 3.0;
    private const double ListStep = 2.0;

    private readonly int[] _with = new int[baskets.ItemCount]; // counts, then 1 + where a partner's baskets go; all zero between uses
    private readonly int[] _partners = new int[baskets.ItemCount];
    private readonly int[] _counts = new int[baskets.ItemCount];

    /// <summary>Emits every frequent itemset whose least frequent code is <paramref name="code"/>.</summary>
    public void SearchRoot(int code)
    {
        int support = baskets.SupportCount(code);
        int free = 0;
        int children = task.MaxLength > 1 ? CountPartners(code, support, ref free, out long occurrences) : Nothing(out occurrences);
        path.SetItem(0, code);
        path.Emit(1, free, support);
        if (children == 0)
        {
            return;
        }

        int words = (support + 63) >> 6;
        double mergeSteps = 2.0 * occurrences / children;
        if (!onlyLists && (words * BitWordStep) + BitPairStep <= mergeSteps * ListStep)
        {
            BuildBits(code, children, words);
            bits.Search(0, children, words, 1, free);
        }
        else
        {
            BuildLists(code, children);
            lists.Search(0, support, 1, free);
        }
    }

    private static int Nothing(out long occurrences)
    {
        occurrences = 0;
        return 0;
    }

    /// <summary>Counts every code below this one in its baskets; gives the number of frequent ones that are not in all of them.</summary>
    private int CountPartners(int code, int support, ref int free, out long occurrences)
    {
        foreach (int tid in baskets.TidList(code))
        {
            foreach (int other in baskets.Basket(tid))
            {
                _with[other]++;
            }
        }

        int children = 0;
        occurrences = 0;
        ReadOnlySpan<int> below = _with.AsSpan(0, code);
        for (int other = FrequentScan.From(below, 0, task.MinCount); other < code; other = FrequentScan.From(below, other + 1, task.MinCount))
        {
            if (below[other] == support)
            {
                path.SetFree(free++, other);
                continue;
            }

            _partners[children] = other;
            _counts[children++] = below[other];
            occurrences += below[other];
        }

        Array.Clear(_with);
        return children;
    }

    private void BuildBits(int code, int children, int words)
    {
        BitLevel level = bits.Level(0);
        level.ReserveItems(children);
        level.ReserveRows(children, words);
        level.Clear(children, words);
        for (int child = 0; child < children; child++)
        {
            int partner = _partners[child];
            level.Set(child, partner, _counts[child], partner);
            _with[partner] = child + 1;
        }

        ulong* rows = level.Rows - words;
        int basket = 0;
        foreach (int tid in baskets.TidList(code))
        {
            foreach (int other in baskets.Basket(tid))
            {
                int child = _with[other];
                if (child != 0)
                {
                    rows[((long)child * words) + (basket >> 6)] |= 1UL << basket;
                }
            }

            basket++;
        }

        ForgetPartners(children);
    }

    private void BuildLists(int code, int children)
    {
        ListLevel level = lists.Level(0);
        level.Clear(asDifferences: false);
        for (int child = 0; child < children; child++)
        {
            int partner = _partners[child];
            _with[partner] = 1 + level.Reserve(partner, _counts[child]);
        }

        foreach (int tid in baskets.TidList(code))
        {
            foreach (int other in baskets.Basket(tid))
            {
                if (_with[other] != 0)
                {
                    level.Put(_with[other]++ - 1, tid);
                }
            }
        }

        ForgetPartners(children);
    }

    private void ForgetPartners(int children)
    {
        for (int child = 0; child < children; child++)
        {
            _with[_partners[child]] = 0;
        }
    }
}
