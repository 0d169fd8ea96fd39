using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>A score and a number below 2³¹ in one word that sorts as the pair: higher scores are greater, of equal ones the lower number.</summary>
/// <remarks>Bits 63–32: the score in sortable form. Bits 31–1: 2³¹ − 1 − number. Bit 0 is free for a mark (<see cref="Beam"/>).</remarks>
internal static class ScoredKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(float score, int number)
    {
        // Adding zero turns −0 into 0; negative floats sort backwards as whole numbers, so all their bits are turned.
        int bits = BitConverter.SingleToInt32Bits(score + 0f);
        uint sortable = (uint)bits ^ ((uint)(bits >> 31) | 0x8000_0000);
        return ((ulong)sortable << 32) | ((uint)(int.MaxValue - number) << 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Number(ulong key) => int.MaxValue - (int)((uint)key >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Score(ulong key)
    {
        uint sortable = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle(sortable ^ (((sortable >> 31) - 1) | 0x8000_0000));
    }
}
