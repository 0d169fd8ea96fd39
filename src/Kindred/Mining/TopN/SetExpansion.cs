using Kindred.Mining.Planning;

namespace Kindred.Mining.TopN;

/// <summary>Grows the search tree of one kind of itemset, one set at a time.</summary>
internal interface ISetExpansion
{
    /// <summary>Offers the sets at the root.</summary>
    void Start();

    /// <summary>Offers the children of a set.</summary>
    void Expand(FoundSet set);
}

/// <summary>Every itemset once: a child adds a code below all codes of its parent.</summary>
internal sealed class FrequentExpansion(PreparedBaskets baskets, Frontier frontier) : ISetExpansion
{
    private readonly int[] _counts = new int[baskets.ItemCount];

    public void Start()
    {
        for (int code = 0; code < baskets.ItemCount; code++)
        {
            frontier.Offer(new FoundSet([code], [baskets.Rows[code]], baskets.SupportCount(code), code));
        }
    }

    public void Expand(FoundSet set)
    {
        Array.Clear(_counts, 0, set.Core);
        foreach (int basket in Occurrences.Of(baskets, set.Codes))
        {
            foreach (int code in baskets.Basket(basket))
            {
                if (code >= set.Core)
                {
                    break;
                }

                _counts[code]++;
            }
        }

        for (int code = 0; code < set.Core; code++)
        {
            if (_counts[code] > 0 && frontier.MayEnter(_counts[code], set.Codes.Length + 1))
            {
                int[] rows = [.. set.Rows, baskets.Rows[code]];
                Array.Sort(rows);
                frontier.Offer(new FoundSet([code, .. set.Codes], rows, _counts[code], code));
            }
        }
    }
}

/// <summary>
/// Every closed itemset once, by prefix-preserving closure extension (Uno, Asai, Uchida &amp; Arimura, 2004, section 3): add a code below
/// the core, close the set, and keep it only if no code above the added one came in.
/// </summary>
internal sealed class ClosedExpansion(PreparedBaskets baskets, Frontier frontier) : ISetExpansion
{
    private readonly int[] _counts = new int[baskets.ItemCount];

    public void Start()
    {
        int[] all = [.. Enumerable.Range(0, baskets.ItemCount).TakeWhile(code => baskets.SupportCount(code) == baskets.BasketCount)];
        var root = new FoundSet(all, Rows(all), baskets.BasketCount, baskets.ItemCount);
        if (all.Length > 0)
        {
            frontier.Offer(root);
        }
        else
        {
            Expand(root);
        }
    }

    public void Expand(FoundSet set)
    {
        int[] occurrences = set.Codes.Length == 0 ? [.. Enumerable.Range(0, baskets.Count)] : Occurrences.Of(baskets, set.Codes);
        Count(occurrences);
        int[] counts = [.. _counts.AsSpan(0, set.Core)];
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0 && Array.BinarySearch(set.Codes, code) < 0 && frontier.MayEnter(counts[code], set.Codes.Length + 1))
            {
                Extend(set, occurrences, code, counts[code]);
            }
        }
    }

    private void Extend(FoundSet set, int[] occurrences, int code, int supportCount)
    {
        Count(Occurrences.Intersect(occurrences, baskets.TidList(code)));
        var closure = new List<int>();
        for (int other = 0; other < _counts.Length; other++)
        {
            if (_counts[other] == supportCount)
            {
                if (other > code && Array.BinarySearch(set.Codes, other) < 0)
                {
                    return;
                }

                closure.Add(other);
            }
        }

        int[] codes = [.. closure];
        frontier.Offer(new FoundSet(codes, Rows(codes), supportCount, code));
    }

    private void Count(ReadOnlySpan<int> occurrences)
    {
        Array.Clear(_counts);
        foreach (int basket in occurrences)
        {
            foreach (int code in baskets.Basket(basket))
            {
                _counts[code]++;
            }
        }
    }

    private int[] Rows(int[] codes)
    {
        int[] rows = Array.ConvertAll(codes, code => baskets.Rows[code]);
        Array.Sort(rows);
        return rows;
    }
}
