using System.Numerics;
using Kindred.Domain;

namespace Kindred.Numerics;

/// <summary>Keeps the k best of a stream of scored rows in a bounded heap: O(log k) a kept entry, O(1) a rejected one.</summary>
/// <remarks>
/// Higher scores are better; of equal scores the lower row is better, so the outcome does not depend on the order of arrival.
/// A score that is not a number is never kept. Not thread-safe; reusable after <see cref="Clear"/>. Memory: 8 bytes an entry.
/// </remarks>
public sealed class TopK
{
    // A binary heap whose root is the worst entry kept.
    private readonly int[] _rows;
    private readonly float[] _scores;

    /// <summary>Creates an empty selection of at most <paramref name="capacity"/> entries.</summary>
    public TopK(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _rows = new int[capacity];
        _scores = new float[capacity];
    }

    /// <summary>Number of entries kept, at most the capacity.</summary>
    public int Count { get; private set; }

    /// <summary>Most entries that are kept.</summary>
    public int Capacity => _rows.Length;

    /// <summary>Selects the k best rows of a score vector, where row i has score i.</summary>
    /// <remarks>
    /// Rows come in rising order, so once k are kept only a strictly higher score gets in: whole vectors without one are passed over.
    /// </remarks>
    public static ScoredList Select(ReadOnlySpan<float> scores, int k)
    {
        var top = new TopK(Math.Min(k, scores.Length));
        int row = 0;
        while (row < scores.Length)
        {
            if (top.IsFull && row + Vector<float>.Count <= scores.Length
                && !Vector.GreaterThanAny(new Vector<float>(scores[row..]), new Vector<float>(top.Worst)))
            {
                row += Vector<float>.Count;
                continue;
            }

            top.Add(row, scores[row]);
            row++;
        }

        return top.Drain();
    }

    /// <summary>Offers an entry; returns whether it was kept.</summary>
    public bool Add(int row, float score)
    {
        if (Count < _rows.Length)
        {
            if (float.IsNaN(score))
            {
                return false;
            }

            SiftUp(Count++, row, score);
            return true;
        }

        if (Count == 0 || !(score >= _scores[0]) || !IsWorse(_rows[0], _scores[0], row, score))
        {
            return false;
        }

        SiftDown(0, Count, row, score);
        return true;
    }

    /// <summary>Forgets all entries.</summary>
    public void Clear() => Count = 0;

    /// <summary>Returns the entries best first and clears the selection.</summary>
    public ScoredList Drain()
    {
        int count = Count;
        var rows = new int[count];
        var scores = new float[count];
        Drain(rows, scores);
        return new ScoredList(rows, scores);
    }

    /// <summary>Writes the entries best first to spans of at least <see cref="Count"/> elements, clears the selection and returns how many there were.</summary>
    public int Drain(Span<int> rows, Span<float> scores)
    {
        int count = Count;
        for (int last = count - 1; last >= 0; last--)
        {
            rows[last] = _rows[0];
            scores[last] = _scores[0];
            SiftDown(0, last, _rows[last], _scores[last]);
        }

        Count = 0;
        return count;
    }

    private bool IsFull => Count == _rows.Length;

    internal float Worst => Count == 0 ? float.PositiveInfinity : _scores[0];

    private static bool IsWorse(int row, float score, int otherRow, float otherScore) =>
        score < otherScore || (score == otherScore && row > otherRow);

    private void SiftUp(int hole, int row, float score)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!IsWorse(row, score, _rows[parent], _scores[parent]))
            {
                break;
            }

            (_rows[hole], _scores[hole]) = (_rows[parent], _scores[parent]);
            hole = parent;
        }

        (_rows[hole], _scores[hole]) = (row, score);
    }

    private void SiftDown(int hole, int count, int row, float score)
    {
        for (int child = (2 * hole) + 1; child < count; child = (2 * hole) + 1)
        {
            int right = child + 1;
            if (right < count && IsWorse(_rows[right], _scores[right], _rows[child], _scores[child]))
            {
                child = right;
            }

            if (!IsWorse(_rows[child], _scores[child], row, score))
            {
                break;
            }

            (_rows[hole], _scores[hole]) = (_rows[child], _scores[child]);
            hole = child;
        }

        if (count > 0)
        {
            (_rows[hole], _scores[hole]) = (row, score);
        }
    }
}
