namespace Kindred.Mining.Planning;

/// <summary>Baskets made ready for mining: only frequent products, recoded by descending frequency, in both layouts.</summary>
/// <remarks>
/// Code 0 is the most frequent product; ties keep row order, so codes depend on the data alone.
/// Horizontal: basket b holds the codes <c>Codes[Offsets[b] .. Offsets[b + 1]]</c>, strictly ascending. Baskets left with no
/// frequent product are dropped here, but still count in <see cref="BasketCount"/>.
/// Vertical: code c is in the baskets <c>Tids[Starts[c] .. Starts[c + 1]]</c>, strictly ascending.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class PreparedBaskets
{
    private PreparedBaskets(int basketCount, int[] offsets, int[] codes, int[] starts, int[] tids, int[] codeToRow)
    {
        BasketCount = basketCount;
        Offsets = offsets;
        Codes = codes;
        Starts = starts;
        Tids = tids;
        Rows = codeToRow;
    }

    /// <summary>Number of baskets of the source, the dropped ones included.</summary>
    public int BasketCount { get; }

    /// <summary>Number of baskets kept.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>Number of frequent products.</summary>
    public int ItemCount => Rows.Length;

    public int[] Offsets { get; }

    public int[] Codes { get; }

    public int[] Starts { get; }

    public int[] Tids { get; }

    /// <summary>Product row of each code.</summary>
    public int[] Rows { get; }

    /// <summary>The codes of a kept basket, ascending.</summary>
    public ReadOnlySpan<int> Basket(int basket) => Codes.AsSpan(Offsets[basket], Offsets[basket + 1] - Offsets[basket]);

    /// <summary>The kept baskets that hold a code, ascending.</summary>
    public ReadOnlySpan<int> TidList(int code) => Tids.AsSpan(Starts[code], Starts[code + 1] - Starts[code]);

    /// <summary>Support count of one code.</summary>
    public int SupportCount(int code) => Starts[code + 1] - Starts[code];

    /// <summary>Counts, drops and recodes in three passes over the occurrences.</summary>
    public static PreparedBaskets Create(BasketSet baskets, int minCount, IReadOnlyList<int> without, CancellationToken cancellationToken)
    {
        int[] counts = CountProducts(baskets);
        foreach (int row in without)
        {
            counts[row] = 0;
        }

        int[] rows = FrequentRows(counts, Math.Max(1, minCount));
        int[] codeOf = new int[counts.Length];
        Array.Fill(codeOf, -1);
        int[] starts = new int[rows.Length + 1];
        for (int code = 0; code < rows.Length; code++)
        {
            codeOf[rows[code]] = code;
            starts[code + 1] = starts[code] + counts[rows[code]];
        }

        cancellationToken.ThrowIfCancellationRequested();
        int[] tids = new int[starts[^1]];
        int[] offsets = FillVertical(baskets, codeOf, starts, tids);
        cancellationToken.ThrowIfCancellationRequested();
        int[] codes = FillHorizontal(offsets, starts, tids);
        return new PreparedBaskets(baskets.Count, offsets, codes, starts, tids, rows);
    }

    private static int[] CountProducts(BasketSet baskets)
    {
        int[] counts = new int[baskets.Products.Count];
        foreach (int row in baskets.Rows)
        {
            counts[row]++;
        }

        return counts;
    }

    private static int[] FrequentRows(int[] counts, int minCount)
    {
        long[] keys = new long[counts.Length];
        int frequent = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] >= minCount)
            {
                keys[frequent++] = ((long)-counts[row] << 32) | (uint)row;
            }
        }

        Array.Sort(keys, 0, frequent);
        int[] rows = new int[frequent];
        for (int code = 0; code < frequent; code++)
        {
            rows[code] = (int)keys[code];
        }

        return rows;
    }

    private static int[] FillVertical(BasketSet baskets, int[] codeOf, int[] starts, int[] tids)
    {
        int[] next = starts[..^1];
        ReadOnlySpan<int> from = baskets.Offsets;
        ReadOnlySpan<int> rows = baskets.Rows;
        int[] offsets = new int[baskets.Count + 1];
        int kept = 0;
        int length = 0;
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            int before = length;
            for (int i = from[basket]; i < from[basket + 1]; i++)
            {
                int code = codeOf[rows[i]];
                if (code >= 0)
                {
                    tids[next[code]++] = kept;
                    length++;
                }
            }

            if (length > before)
            {
                offsets[++kept] = length;
            }
        }

        return offsets[..(kept + 1)];
    }

    /// <summary>Delivers the codes, in ascending order, to their baskets: each basket comes out sorted without a sort.</summary>
    private static int[] FillHorizontal(int[] offsets, int[] starts, int[] tids)
    {
        int[] next = offsets[..^1];
        int[] codes = new int[tids.Length];
        for (int code = 0; code < starts.Length - 1; code++)
        {
            for (int i = starts[code]; i < starts[code + 1]; i++)
            {
                codes[next[tids[i]]++] = code;
            }
        }

        return codes;
    }
}
