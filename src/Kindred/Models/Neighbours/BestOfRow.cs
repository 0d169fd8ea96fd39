using System.Runtime.CompilerServices;

namespace Kindred.Models;

/// <summary>The k best columns of a sparse row, offered in rising order and given back in that order.</summary>
/// <remarks>
/// Up to 2 k candidates are gathered; then the k-th best becomes the bar and the rest is dropped, which is O(1) an offer, where a heap needs
/// O(log k) for each kept one. Of equal scores the lower column is better. Memory: 32 bytes a kept column. Not thread-safe.
/// </remarks>
internal sealed class BestOfRow
{
    private readonly int _k;
    private readonly ulong[] _keys;
    private readonly ulong[] _scratch;
    private ulong _bar;
    private int _count;

    /// <summary>Prepares for rows of at most that many columns, all of which are kept where k is 0.</summary>
    public BestOfRow(int k, int columns)
    {
        _k = k == 0 ? columns : Math.Min(k, columns);
        _keys = new ulong[(int)Math.Min(2L * _k, columns)];
        _scratch = new ulong[_keys.Length];
    }

    /// <summary>Offers a column with a score that is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(int column, float score)
    {
        ulong key = Key(column, score);
        if (key > _bar)
        {
            Keep(key);
        }
    }

    /// <summary>The columns, rising, and their scores; the selection is empty afterwards.</summary>
    public (int[] Columns, float[] Scores) Drain()
    {
        if (_count > _k)
        {
            DropRest();
        }

        var columns = new int[_count];
        var scores = new float[_count];
        for (int i = 0; i < _count; i++)
        {
            columns[i] = ~(int)_keys[i];
            uint bits = (uint)(_keys[i] >> 32);
            scores[i] = BitConverter.UInt32BitsToSingle((bits & 0x8000_0000) != 0 ? bits ^ 0x8000_0000 : ~bits);
        }

        (_count, _bar) = (0, 0);
        return (columns, scores);
    }

    // Numbers in the order of the scores, lower columns first among equals; never 0.
    private static ulong Key(int column, float score)
    {
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f);
        uint rising = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)rising << 32) | (uint)~column;
    }

    private void Keep(ulong key)
    {
        if (_count == _keys.Length)
        {
            DropRest();
            if (key <= _bar)
            {
                return;
            }
        }

        _keys[_count++] = key;
    }

    // Keys differ, so exactly k reach the bar.
    private void DropRest()
    {
        _keys.AsSpan(0, _count).CopyTo(_scratch);
        ulong kth = Quickselect(_scratch.AsSpan(0, _count), _k - 1);
        _bar = kth;
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            ulong key = _keys[i];
            _keys[kept] = key;
            kept += key >= kth ? 1 : 0;
        }

        _count = kept;
    }

    // The element at that place of the falling order (Hoare, 1961), the middle one of three as pivot.
    private static ulong Quickselect(Span<ulong> values, int place)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            ulong a = values[low], b = values[(low + high) / 2], c = values[high];
            ulong pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }

                while (values[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            (low, high) = place <= j ? (low, j) : place >= i ? (i, high) : (place, place);
        }

        return values[place];
    }
}
