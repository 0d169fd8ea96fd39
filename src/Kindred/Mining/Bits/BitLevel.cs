using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Mining.Bits;

/// <summary>The rows of one depth of a search: item r has code <c>Codes[r]</c>, support count <c>Counts[r]</c>, and one bit a basket of the node.</summary>
/// <remarks>Arrays are pinned, so that pointers into them stay good, and are reused by every node of the depth.</remarks>
internal sealed unsafe class BitLevel
{
    private ulong[] _rows = [];

    public ulong* Rows { get; private set; }

    public int* Codes { get; private set; }

    public int* Counts { get; private set; }

    /// <summary>Index of each item among the rows of the depth above.</summary>
    public int* Parents { get; private set; }

    private int[] _ints = [];

    /// <summary>Makes room for items; what was there is lost.</summary>
    public void ReserveItems(int items)
    {
        if (_ints.Length < 3 * items)
        {
            int capacity = Math.Max(16, 2 * items);
            _ints = GC.AllocateUninitializedArray<int>(3 * capacity, pinned: true);
            Codes = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_ints));
            Counts = Codes + capacity;
            Parents = Counts + capacity;
        }
    }

    /// <summary>Makes room for rows; what was there is lost and the content is undefined.</summary>
    public void ReserveRows(int items, int words)
    {
        long need = (long)items * words;
        if (_rows.Length < need)
        {
            _rows = GC.AllocateUninitializedArray<ulong>(checked((int)Math.Max(64, need + (need / 4))), pinned: true);
            Rows = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_rows));
        }
    }

    /// <summary>Sets the first rows to zero.</summary>
    public void Clear(int items, int words) => _rows.AsSpan(0, items * words).Clear();

    /// <summary>Writes one item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int item, int code, int count, int parent)
    {
        Codes[item] = code;
        Counts[item] = count;
        Parents[item] = parent;
    }

    /// <summary>Makes the rows of this level's items below an item of the level above, and says how many words each has.</summary>
    public int Descend(BitLevel above, int item, int children, int words) =>
        Descend(above.Rows, above.Rows + ((long)item * words), above.Counts[item], children, words);

    /// <summary>Makes the rows of this level's items: those of <paramref name="rows"/> where <paramref name="mask"/> is set.</summary>
    /// <remarks>Where that halves the words, the rows are packed; else they keep their places, which is quicker.</remarks>
    public int Descend(ulong* rows, ulong* mask, int support, int children, int words)
    {
        int packedWords = (support + 63) >> 6;
        bool pack = BitKernels.CanProject && 2 * packedWords <= words;
        int childWords = pack ? packedWords : words;
        ReserveRows(children, childWords);
        ulong* target = Rows;
        for (int child = 0; child < children; child++, target += childWords)
        {
            ulong* source = rows + ((long)Parents[child] * words);
            if (pack)
            {
                BitKernels.Project(source, mask, words, target);
            }
            else
            {
                BitKernels.And(source, mask, target, words);
            }
        }

        return childWords;
    }
}
