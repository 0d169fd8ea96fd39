using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Eclat;

/// <summary>One row of bits for each code: bit b of row c is set when basket b holds code c.</summary>
internal sealed unsafe class VerticalRows
{
    // A list of baskets takes 32 bits an occurrence, so above one in 32 a row of bits is smaller, and it is faster to intersect.
    private const int DenseFrom = 32;

    private readonly ulong[] _bits;

    private VerticalRows(PreparedBaskets baskets)
    {
        Words = (baskets.Count + 63) >> 6;
        _bits = GC.AllocateArray<ulong>(checked(Words * baskets.ItemCount), pinned: true);
        First = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bits));
        for (int code = 0; code < baskets.ItemCount; code++)
        {
            foreach (int tid in baskets.TidList(code))
            {
                First[((long)code * Words) + (tid >> 6)] |= 1UL << tid;
            }
        }
    }

    /// <summary>Words a row.</summary>
    public int Words { get; }

    /// <summary>Row 0; row c starts c × <see cref="Words"/> words later.</summary>
    public ulong* First { get; }

    /// <summary>True where rows of bits are smaller than lists of baskets: one in <see cref="DenseFrom"/> of all (basket, code) cells is set.</summary>
    public static bool Suit(PreparedBaskets baskets)
    {
        long cells = (long)baskets.Count * baskets.ItemCount;
        return cells > 0 && cells <= (long)DenseFrom * baskets.Codes.Length && cells >> 6 < Array.MaxLength / 2;
    }

    /// <summary>The rows, or null where lists of baskets are smaller.</summary>
    public static VerticalRows? Create(PreparedBaskets baskets) => Suit(baskets) ? new VerticalRows(baskets) : null;
}
