namespace Kindred.Index;

/// <summary>A binary heap of keys, the greatest at the root; keeps its memory between searches.</summary>
internal sealed class CandidateHeap
{
    private ulong[] _keys = new ulong[256];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Push(ulong key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * Count);
        }

        int hole = Count++;
        while (hole > 0 && _keys[(hole - 1) >> 1] < key)
        {
            _keys[hole] = _keys[(hole - 1) >> 1];
            hole = (hole - 1) >> 1;
        }

        _keys[hole] = key;
    }

    public bool TryPop(out ulong key)
    {
        if (Count == 0)
        {
            key = 0;
            return false;
        }

        key = _keys[0];
        SiftDown(_keys[--Count]);
        return true;
    }

    private void SiftDown(ulong key)
    {
        int hole = 0;
        for (int child = 1; child < Count; child = (2 * hole) + 1)
        {
            if (child + 1 < Count && _keys[child + 1] > _keys[child])
            {
                child++;
            }

            if (_keys[child] <= key)
            {
                break;
            }

            _keys[hole] = _keys[child];
            hole = child;
        }

        _keys[hole] = key;
    }
}
