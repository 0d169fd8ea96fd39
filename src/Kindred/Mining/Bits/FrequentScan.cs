using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kindred.Mining.Bits;

/// <summary>Finds the frequent ones among many counts. On sparse data they are few, so vectors skip the rest.</summary>
internal static class FrequentScan
{
    /// <summary>The first place from <paramref name="from"/> on whose count is at least <paramref name="minCount"/>; the length where none is.</summary>
    public static int From(ReadOnlySpan<int> counts, int from, int minCount)
    {
        Vector256<int> least = Vector256.Create(minCount);
        ref int start = ref MemoryMarshal.GetReference(counts);
        for (; from + Vector256<int>.Count <= counts.Length; from += Vector256<int>.Count)
        {
            uint frequent = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref start, (nuint)from), least).ExtractMostSignificantBits();
            if (frequent != 0)
            {
                return from + BitOperations.TrailingZeroCount(frequent);
            }
        }

        while (from < counts.Length && counts[from] < minCount)
        {
            from++;
        }

        return from;
    }
}
