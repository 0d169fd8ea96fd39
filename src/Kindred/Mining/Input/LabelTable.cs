using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;

namespace Kindred.Mining.Input;

/// <summary>Numbers distinct UTF-8 labels 0, 1, 2 … in the order they are met; strings are made only when asked for.</summary>
/// <remarks>As long as each new label is above the last one, as order numbers mostly are, none can have been met before and nothing is looked up.</remarks>
internal sealed class LabelTable
{
    private int[]? _slots; // label + 1, or 0; open addressing, linear probing, at most half full; null while labels ascend
    private ulong[] _hashes = new ulong[512];
    private int[] _ends = new int[512];
    private byte[] _bytes = new byte[4096];

    public int Count { get; private set; }

    public int Number(ReadOnlySpan<byte> label)
    {
        ulong hash = XxHash3.HashToUInt64(label);
        if (_slots is null)
        {
            if (Count == 0 || IsAbove(label, Bytes(Count - 1)))
            {
                return Append(label, hash);
            }

            FillSlots();
        }

        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            int known = _slots[slot] - 1;
            if (_hashes[known] == hash && Bytes(known).SequenceEqual(label))
            {
                return known;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = Count + 1;
        return Append(label, hash);
    }

    public string Text(int label) => Encoding.UTF8.GetString(Bytes(label));

    public ReadOnlySpan<byte> Bytes(int label)
    {
        int start = label == 0 ? 0 : _ends[label - 1];
        return _bytes.AsSpan(start, _ends[label] - start);
    }

    // By length, then by bytes: as numbers without leading zeros are ordered.
    private static bool IsAbove(ReadOnlySpan<byte> label, ReadOnlySpan<byte> other) =>
        label.Length != other.Length ? label.Length > other.Length : label.SequenceCompareTo(other) > 0;

    private int Append(ReadOnlySpan<byte> label, ulong hash)
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        int end = checked(start + label.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _bytes.Length)));
        }

        label.CopyTo(_bytes.AsSpan(start));
        _hashes[Count] = hash;
        _ends[Count] = end;
        Count++;
        if (Count == _ends.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _ends, 2 * _ends.Length);
        Array.Resize(ref _hashes, 2 * _hashes.Length);
        if (_slots is not null)
        {
            FillSlots();
        }
    }

    [MemberNotNull(nameof(_slots))]
    private void FillSlots()
    {
        _slots = new int[2 * _ends.Length];
        int mask = _slots.Length - 1;
        for (int label = 0; label < Count; label++)
        {
            int slot = (int)_hashes[label] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = label + 1;
        }
    }
}
