using System.Numerics;

namespace Kindred.Index;

/// <summary>A set of rows as one bit a row: the products of a category, those in stock, all but those in the basket.</summary>
/// <remarks>Immutable and thread-safe; 1 bit for each row up to <see cref="RowLimit"/>. Rows at or above the limit are not in the set.</remarks>
public sealed class RowSet
{
    private readonly ulong[] _words;

    private RowSet(ulong[] words, int rowLimit)
    {
        (_words, RowLimit) = (words, rowLimit);
        Count = words.Sum(BitOperations.PopCount);
    }

    /// <summary>One more than the highest row the set can hold.</summary>
    public int RowLimit { get; }

    /// <summary>Number of rows in the set.</summary>
    public int Count { get; }

    /// <summary>64 rows a word, the lowest row in the lowest bit.</summary>
    internal ReadOnlySpan<ulong> Words => _words;

    /// <summary>The rows named; those outside 0 to <paramref name="rowLimit"/> (excluded) are refused.</summary>
    public static RowSet Of(int rowLimit, IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ulong[] words = NewWords(rowLimit);
        foreach (int row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, rowLimit, nameof(rows));
            words[row >> 6] |= 1UL << row;
        }

        return new RowSet(words, rowLimit);
    }

    /// <summary>The rows from 0 to <paramref name="rowLimit"/> (excluded) for which the predicate holds; it is asked once a row, now.</summary>
    public static RowSet Where(int rowLimit, Func<int, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ulong[] words = NewWords(rowLimit);
        for (int row = 0; row < rowLimit; row++)
        {
            words[row >> 6] |= predicate(row) ? 1UL << row : 0;
        }

        return new RowSet(words, rowLimit);
    }

    /// <summary>Whether the row is in the set.</summary>
    public bool Contains(int row) => (uint)row < (uint)RowLimit && (_words[row >> 6] >> row & 1) != 0;

    /// <summary>The rows in both sets.</summary>
    public RowSet And(RowSet other) => Combine(other, (a, b) => a & b);

    /// <summary>The rows in one of the sets or in both.</summary>
    public RowSet Or(RowSet other) => Combine(other, (a, b) => a | b);

    /// <summary>The rows of this set that are not in the other.</summary>
    public RowSet Except(RowSet other) => Combine(other, (a, b) => a & ~b);

    private static ulong[] NewWords(int rowLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowLimit);
        return new ulong[(rowLimit + 63L) / 64];
    }

    private RowSet Combine(RowSet other, Func<ulong, ulong, ulong> operation)
    {
        ArgumentNullException.ThrowIfNull(other);
        int limit = Math.Max(RowLimit, other.RowLimit);
        ulong[] words = NewWords(limit);
        for (int w = 0; w < words.Length; w++)
        {
            words[w] = operation(w < _words.Length ? _words[w] : 0, w < other._words.Length ? other._words[w] : 0);
        }

        return new RowSet(words, limit);
    }
}
