using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>The best keys seen, in falling order, at most a given number, each with a mark that it has been expanded.</summary>
/// <remarks>
/// For a search without filter it stands for both heaps of the paper: a candidate that has been pushed out of the results is worse than the
/// worst of them and would never be expanded. Inserting moves at most 8 × ef bytes, which beats a heap at usual breadths.
/// </remarks>
internal sealed class Beam
{
    private const ulong Expanded = 1;

    private ulong[] _keys = new ulong[64];
    private int _capacity;
    private int _next;

    public int Count { get; private set; }

    /// <summary>The keys, best first; the lowest bit is the mark.</summary>
    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    /// <summary>A key must be greater than this to be taken.</summary>
    public ulong Threshold { get; private set; }

    public void Reset(int capacity)
    {
        if (_keys.Length < capacity)
        {
            _keys = new ulong[Math.Max(capacity, 2 * _keys.Length)];
        }

        (_capacity, _next, Count) = (capacity, 0, 0);
        Threshold = capacity == 0 ? ulong.MaxValue : 0;
    }

    /// <summary>Inserts a key if it belongs to the best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(ulong key)
    {
        if (key > Threshold)
        {
            Insert(key);
        }
    }

    /// <summary>The best key that has not been expanded; it is marked.</summary>
    public bool TryExpandNext(out ulong key)
    {
        while (_next < Count)
        {
            key = _keys[_next];
            if ((key & Expanded) == 0)
            {
                _keys[_next++] = key | Expanded;
                return true;
            }

            _next++;
        }

        key = 0;
        return false;
    }

    private void Insert(ulong key)
    {
        Span<ulong> keys = _keys;
        int low = 0;
        for (int high = Count; low < high;)
        {
            int middle = (low + high) >>> 1;
            if (keys[middle] > key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        int moved = Math.Min(Count, _capacity - 1) - low;
        keys.Slice(low, moved).CopyTo(keys[(low + 1)..]);
        keys[low] = key;
        Count = Math.Min(Count + 1, _capacity);
        Threshold = Count == _capacity ? keys[Count - 1] | Expanded : 0;
        _next = Math.Min(_next, low);
    }
}
