using System.Numerics.Tensors;

namespace Kindred.Index;

/// <summary>The vectors in the order they came (slots), the row of each slot, and which slot is the row's present one.</summary>
/// <remarks>
/// One writer at a time, any number of readers. Slots are never used twice: a replaced or removed vector stays as a dead slot, through which
/// readers may still walk, until the index is compacted. Bytes a slot: 4 × stride + 4 and one bit; 4 a row.
/// </remarks>
internal sealed unsafe class VectorTable
{
    private int _count;
    private int _liveCount;

    public VectorTable(VectorMetric metric, int dimensions, int slots, int rows)
        : this(metric, dimensions, new Block<float>((long)slots * PaddedLength(dimensions)), new Block<int>(slots), new Block<ulong>((slots + 63L) / 64), NoSlots(rows))
    {
    }

    /// <summary>Wraps sections of a file; the slot of each row is worked out from them.</summary>
    public VectorTable(VectorMetric metric, int dimensions, Block<float> vectors, Block<int> rowOf, Block<ulong> live, int rows)
        : this(metric, dimensions, vectors, rowOf, live, NoSlots(rows))
    {
        _count = (int)rowOf.Length;
        for (int slot = 0; slot < _count; slot++)
        {
            if (IsLive(slot))
            {
                _liveCount++;
                SlotOf.Pointer[rowOf.Pointer[slot]] = slot;
            }
        }
    }

    private VectorTable(VectorMetric metric, int dimensions, Block<float> vectors, Block<int> rowOf, Block<ulong> live, Block<int> slotOf)
    {
        (Metric, Dimensions, Stride) = (metric, dimensions, PaddedLength(dimensions));
        (Vectors, RowOf, Live, SlotOf) = (vectors, rowOf, live, slotOf);
    }

    public VectorMetric Metric { get; }

    public int Dimensions { get; }

    /// <summary>Floats from one vector to the next: the dimensions, padded with zeros.</summary>
    public int Stride { get; }

    public Block<float> Vectors { get; }

    public Block<int> RowOf { get; }

    /// <summary>64 slots a word; a set bit says that the slot is its row's present one.</summary>
    public Block<ulong> Live { get; }

    /// <summary>The present slot of each row; −1 for none.</summary>
    public Block<int> SlotOf { get; }

    /// <summary>Slots in use, dead ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Rows that have a vector.</summary>
    public int LiveCount => Volatile.Read(ref _liveCount);

    public int Capacity => (int)RowOf.Length;

    public int RowCapacity => (int)SlotOf.Length;

    public long SizeBytes => Vectors.SizeBytes + RowOf.SizeBytes + Live.SizeBytes + SlotOf.SizeBytes;

    public static int PaddedLength(int dimensions) => (dimensions + FloatKernels.Padding - 1) / FloatKernels.Padding * FloatKernels.Padding;

    public bool IsLive(int slot) => (Live.Pointer[slot >> 6] >> slot & 1) != 0;

    /// <summary>The row's present slot; −1 for none.</summary>
    public int Find(int row) => (uint)row < (uint)RowCapacity ? Volatile.Read(ref SlotOf.Pointer[row]) : -1;

    public float* Vector(int slot) => Vectors.Pointer + ((long)slot * Stride);

    /// <summary>Puts a vector into the next slot, normalised for cosine; it is not its row's present one before <see cref="Publish"/>.</summary>
    public int Append(int row, ReadOnlySpan<float> vector)
    {
        int slot = _count;
        Prepare(vector, Vector(slot));
        RowOf.Pointer[slot] = row;
        Volatile.Write(ref _count, slot + 1);
        return slot;
    }

    /// <summary>Makes a slot its row's present one; the slot before it is dead from now on.</summary>
    public void Publish(int slot)
    {
        int row = RowOf.Pointer[slot];
        int before = SlotOf.Pointer[row];
        Live.Pointer[slot >> 6] |= 1UL << slot;
        Volatile.Write(ref SlotOf.Pointer[row], slot);
        if (before >= 0)
        {
            Live.Pointer[before >> 6] &= ~(1UL << before);
        }
        else
        {
            Volatile.Write(ref _liveCount, _liveCount + 1);
        }
    }

    public bool Remove(int row)
    {
        int slot = Find(row);
        if (slot < 0)
        {
            return false;
        }

        Volatile.Write(ref SlotOf.Pointer[row], -1);
        Live.Pointer[slot >> 6] &= ~(1UL << slot);
        Volatile.Write(ref _liveCount, _liveCount - 1);
        return true;
    }

    /// <summary>Writes a vector as it is compared: padded with zeros, and of length one for cosine.</summary>
    public void Prepare(ReadOnlySpan<float> vector, float* target)
    {
        var padded = new Span<float>(target, Stride);
        vector.CopyTo(padded);
        padded[Dimensions..].Clear();
        if (Metric == VectorMetric.Cosine)
        {
            // Scaled by the largest component first, so that squares neither overflow nor vanish.
            float largest = TensorPrimitives.MaxMagnitude<float>(vector);
            largest = Math.Abs(largest);
            if (largest > 0)
            {
                TensorPrimitives.Divide(padded, largest, padded);
                TensorPrimitives.Divide(padded, TensorPrimitives.Norm<float>(padded), padded);
            }
        }
    }

    /// <summary>The vector of a slot as it is compared, without padding.</summary>
    public ReadOnlySpan<float> Components(int slot) => new(Vector(slot), Dimensions);

    /// <summary>The rows that have a vector, rising.</summary>
    public int[] PresentRows() => [.. Enumerable.Range(0, RowCapacity).Where(row => Find(row) >= 0)];

    /// <summary>This table, or a copy with at least this room; grows by half, so that single additions stay cheap.</summary>
    public VectorTable Reserve(int slots, int rows) =>
        slots <= Capacity && rows <= RowCapacity ? this : Resize(Grown(Capacity, slots), Grown(RowCapacity, rows));

    /// <summary>Room for at least what is needed, a half more than at present.</summary>
    public static int Grown(int present, int needed) =>
        needed <= present ? present : present == 0 ? needed : (int)Math.Min(Math.Max(needed, present + (present / 2L)), int.MaxValue);

    /// <summary>A table of its own memory with the same vectors and at least this room; readers of this one are not disturbed.</summary>
    public VectorTable Resize(int slots, int rows)
    {
        Block<int> slotOf = NoSlots(rows);
        Buffer.MemoryCopy(SlotOf.Pointer, slotOf.Pointer, slotOf.SizeBytes, SlotOf.SizeBytes);
        var table = new VectorTable(Metric, Dimensions, Vectors.Resize((long)slots * Stride), RowOf.Resize(slots), Live.Resize((slots + 63L) / 64), slotOf);
        (table._count, table._liveCount) = (_count, _liveCount);
        GC.KeepAlive(this);
        return table;
    }

    private static Block<int> NoSlots(int rows)
    {
        var slotOf = new Block<int>(rows);
        new Span<int>(slotOf.Pointer, rows).Fill(-1);
        return slotOf;
    }
}
