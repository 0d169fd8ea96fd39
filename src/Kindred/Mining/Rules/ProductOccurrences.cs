namespace Kindred.Mining.Rules;

/// <summary>The baskets of every product, ascending: the baskets turned on their side. Memory: 4 bytes an occurrence and a product.</summary>
internal sealed class ProductOccurrences
{
    private readonly int[] _starts;
    private readonly int[] _baskets;

    public ProductOccurrences(BasketSet baskets)
    {
        _starts = new int[baskets.Products.Count + 1];
        foreach (int row in baskets.Rows)
        {
            _starts[row + 1]++;
        }

        for (int row = 1; row < _starts.Length; row++)
        {
            _starts[row] += _starts[row - 1];
        }

        _baskets = new int[baskets.OccurrenceCount];
        int[] next = [.. _starts];
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            foreach (int row in baskets[basket])
            {
                _baskets[next[row]++] = basket;
            }
        }
    }

    public int CountOf(int row) => _starts[row + 1] - _starts[row];

    public ReadOnlySpan<int> BasketsOf(int row) => _baskets.AsSpan(_starts[row], CountOf(row));

    /// <summary>Number of baskets that hold all the rows.</summary>
    public int CountOf(ReadOnlySpan<int> rows)
    {
        if (rows.Length == 1)
        {
            return CountOf(rows[0]);
        }

        int[] common = BasketsOf(rows[0]).ToArray();
        int count = common.Length;
        foreach (int row in rows[1..])
        {
            count = Intersect(common.AsSpan(0, count), BasketsOf(row));
        }

        return count;
    }

    /// <summary>Keeps in <paramref name="kept"/> what is also in the other list; returns how many that are.</summary>
    private static int Intersect(Span<int> kept, ReadOnlySpan<int> other)
    {
        int count = 0;
        for (int i = 0, j = 0; i < kept.Length && j < other.Length;)
        {
            int difference = kept[i].CompareTo(other[j]);
            if (difference == 0)
            {
                kept[count++] = kept[i];
            }

            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }

        return count;
    }
}
