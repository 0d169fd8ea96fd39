using Kindred.Domain;

namespace Kindred.Mining;

/// <summary>Baskets in compressed rows: basket b holds the product rows <c>Rows[Offsets[b] .. Offsets[b + 1]]</c>.</summary>
/// <remarks>
/// A basket is the set of distinct products of one order: its rows ascend strictly, so a product listed twice counts once.
/// Immutable and thread-safe. Memory: 4 bytes an occurrence and 4 bytes a basket.
/// </remarks>
public sealed class BasketSet
{
    private readonly int[] _offsets;
    private readonly int[] _rows;

    /// <summary>Wraps arrays that already have the layout described above; they are not copied.</summary>
    /// <param name="products">The vocabulary the rows refer to.</param>
    /// <param name="offsets">Length basket count + 1, starting at 0, never descending, ending at the number of occurrences.</param>
    /// <param name="rows">Product rows, strictly ascending inside each basket. May be longer than the last offset.</param>
    public BasketSet(Vocabulary products, int[] offsets, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(rows);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] > rows.Length)
        {
            throw new ArgumentException("Offsets must start at 0 and end within the rows.", nameof(offsets));
        }

        Products = products;
        _offsets = offsets;
        _rows = rows;
    }

    /// <summary>The products the rows refer to.</summary>
    public Vocabulary Products { get; }

    /// <summary>Number of baskets, empty ones included.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>Number of (basket, product) pairs.</summary>
    public int OccurrenceCount => _offsets[^1];

    /// <summary>All rows, basket after basket.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _offsets[^1]);

    /// <summary>Where each basket starts; one more entry than baskets.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The distinct product rows of a basket, ascending.</summary>
    public ReadOnlySpan<int> this[int basket] => _rows.AsSpan(_offsets[basket], _offsets[basket + 1] - _offsets[basket]);

    /// <summary>Builds baskets from rows in any order and with repeats: each basket is sorted and made distinct.</summary>
    public static BasketSet FromRows(Vocabulary products, IEnumerable<IReadOnlyList<int>> baskets)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(baskets);
        var offsets = new List<int> { 0 };
        var rows = new List<int>();
        foreach (IReadOnlyList<int> basket in baskets)
        {
            int previous = -1;
            foreach (int row in basket.Order())
            {
                if ((uint)row >= (uint)products.Count)
                {
                    throw new ArgumentOutOfRangeException(nameof(baskets), row, $"A basket holds row {row}; rows are 0 to {products.Count - 1}.");
                }

                if (row != previous)
                {
                    rows.Add(row);
                    previous = row;
                }
            }

            offsets.Add(rows.Count);
        }

        return new BasketSet(products, [.. offsets], [.. rows]);
    }
}
