using Kindred.Mining.Bits;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Lcm;

/// <summary>The first step of the search for closed or maximal itemsets: the baskets of one code, as rows of bits.</summary>
internal sealed unsafe class ClosedRootSearch(PreparedBaskets baskets, PairCounts? pairs, MiningTask task, ItemsetPath path, CancellationToken cancellationToken)
{
    private readonly BitClosedSearch _search = new(path, task.MinCount, task.Kind == ItemsetKind.Maximal, cancellationToken);
    private readonly int[] _with = new int[baskets.ItemCount];
    private readonly int[] _rowOf = new int[baskets.ItemCount];

    /// <summary>Emits every closed (or maximal) itemset whose prefix-preserving core begins with <paramref name="code"/>.</summary>
    public void SearchRoot(int code)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CountWith(code);
        int support = baskets.SupportCount(code);
        BitLevel level = _search.Level(0);
        level.ReserveItems(baskets.ItemCount);
        int length = 1;
        path.SetItem(0, code);
        int items = Take(level, 0, code, 0, support, ref length);
        int candidatesEnd = length;
        int rows = Take(level, code + 1, baskets.ItemCount, items, support, ref length);
        if (length == candidatesEnd)
        {
            if (task.Kind == ItemsetKind.Closed || rows == 0)
            {
                path.EmitOne(length, support);
            }

            if (items > 0)
            {
                int words = (support + 63) >> 6;
                BuildRows(level, code, rows, words);
                _search.Search(0, items, rows, words, length);
            }
        }

        Array.Clear(_with);
    }

    /// <summary>Takes the frequent codes of a range as rows; those in every basket of the code go to the path.</summary>
    private int Take(BitLevel level, int from, int to, int taken, int support, ref int length)
    {
        for (int other = from; other < to; other++)
        {
            if (_with[other] == support)
            {
                path.SetItem(length++, other);
            }
            else if (_with[other] >= task.MinCount)
            {
                level.Set(taken++, other, _with[other], other);
            }
        }

        return taken;
    }

    private void CountWith(int code)
    {
        if (pairs is null)
        {
            foreach (int tid in baskets.TidList(code))
            {
                foreach (int other in baskets.Basket(tid))
                {
                    _with[other]++;
                }
            }

            _with[code] = 0;
            return;
        }

        pairs.With(code).CopyTo(_with);
        for (int other = code + 1; other < baskets.ItemCount; other++)
        {
            _with[other] = pairs.With(other)[code];
        }
    }

    private void BuildRows(BitLevel level, int code, int rows, int words)
    {
        level.ReserveRows(rows, words);
        level.Clear(rows, words);
        for (int row = 0; row < rows; row++)
        {
            _rowOf[level.Codes[row]] = row + 1;
        }

        int basket = 0;
        foreach (int tid in baskets.TidList(code))
        {
            foreach (int other in baskets.Basket(tid))
            {
                if (_rowOf[other] is > 0 and int row)
                {
                    level.Rows[((long)(row - 1) * words) + (basket >> 6)] |= 1UL << basket;
                }
            }

            basket++;
        }

        for (int row = 0; row < rows; row++)
        {
            _rowOf[level.Codes[row]] = 0;
        }
    }
}
