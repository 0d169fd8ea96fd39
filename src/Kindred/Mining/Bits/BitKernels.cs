using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Mining.Bits;

/// <summary>Counts and projections over rows of bits, 64 baskets a word. Every kernel equals its scalar twin bit for bit.</summary>
internal static unsafe class BitKernels
{
    private const int VectorFrom = 12;

    /// <summary>Number of ones in a AND b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AndCount(ulong* a, ulong* b, int words)
    {
        if (words == 1)
        {
            return BitOperations.PopCount(*a & *b);
        }

        return Avx2.IsSupported && words >= VectorFrom ? AndCountAvx2(a, b, words) : AndCountScalar(a, b, words);
    }

    /// <summary>The plain formula: Σ popcount(a[w] AND b[w]).</summary>
    public static int AndCountScalar(ulong* a, ulong* b, int words)
    {
        int count = 0;
        int w = 0;
        for (; w + 4 <= words; w += 4)
        {
            count += BitOperations.PopCount(a[w] & b[w]) + BitOperations.PopCount(a[w + 1] & b[w + 1])
                + BitOperations.PopCount(a[w + 2] & b[w + 2]) + BitOperations.PopCount(a[w + 3] & b[w + 3]);
        }

        for (; w < words; w++)
        {
            count += BitOperations.PopCount(a[w] & b[w]);
        }

        return count;
    }

    /// <summary>Nibble look-up by byte shuffle (Muła, Kurz and Lemire, 2018, section 4), bytes added up by psadbw.</summary>
    public static int AndCountAvx2(ulong* a, ulong* b, int words)
    {
        Vector256<byte> table = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector256<byte> low = Vector256.Create((byte)0x0F);
        Vector256<ulong> sums = Vector256<ulong>.Zero;
        int w = 0;
        for (; w + 8 <= words; w += 8)
        {
            Vector256<byte> x = (Vector256.Load(a + w) & Vector256.Load(b + w)).AsByte();
            Vector256<byte> y = (Vector256.Load(a + w + 4) & Vector256.Load(b + w + 4)).AsByte();
            Vector256<byte> counts = Avx2.Shuffle(table, x & low) + Avx2.Shuffle(table, (x.AsUInt16() >> 4).AsByte() & low)
                + Avx2.Shuffle(table, y & low) + Avx2.Shuffle(table, (y.AsUInt16() >> 4).AsByte() & low);
            sums += Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsUInt64();
        }

        int count = (int)Vector256.Sum(sums);
        for (; w < words; w++)
        {
            count += BitOperations.PopCount(a[w] & b[w]);
        }

        return count;
    }

    /// <summary>Number of ones in a AND b AND c.</summary>
    public static int AndCount(ulong* a, ulong* b, ulong* c, int words)
    {
        int count = 0;
        for (int w = 0; w < words; w++)
        {
            count += BitOperations.PopCount(a[w] & b[w] & c[w]);
        }

        return count;
    }

    /// <summary>target = a AND b.</summary>
    public static void And(ulong* a, ulong* b, ulong* target, int words)
    {
        int w = 0;
        for (; w + 4 <= words; w += 4)
        {
            (Vector256.Load(a + w) & Vector256.Load(b + w)).Store(target + w);
        }

        for (; w < words; w++)
        {
            target[w] = a[w] & b[w];
        }
    }

    /// <summary>True when every one of a is one in b.</summary>
    public static bool IsSubset(ulong* a, ulong* b, int words)
    {
        for (int w = 0; w < words; w++)
        {
            if ((a[w] & ~b[w]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when <see cref="Project"/> is worth its cost on this machine.</summary>
    public static bool CanProject => Bmi2.X64.IsSupported;

    /// <summary>Packs the bits of <paramref name="row"/> that stand at the ones of <paramref name="mask"/> side by side.</summary>
    /// <returns>Nothing; <paramref name="target"/> gets (ones of mask + 63) / 64 words, unused bits zero.</returns>
    public static void Project(ulong* row, ulong* mask, int words, ulong* target)
    {
        ulong packed = 0;
        int fill = 0;
        for (int w = 0; w < words; w++)
        {
            ulong keep = mask[w];
            ulong bits = Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(row[w], keep) : ExtractScalar(row[w], keep);
            int taken = BitOperations.PopCount(keep);
            packed |= bits << fill;
            fill += taken;
            if (fill >= 64)
            {
                *target++ = packed;
                fill -= 64;
                packed = fill == 0 ? 0 : bits >> (taken - fill);
            }
        }

        if (fill > 0)
        {
            *target = packed;
        }
    }

    /// <summary>The plain meaning of pext: the bits of value at the ones of mask, lowest first.</summary>
    public static ulong ExtractScalar(ulong value, ulong mask)
    {
        ulong result = 0;
        for (int to = 0; mask != 0; to++, mask &= mask - 1)
        {
            result |= ((value >> BitOperations.TrailingZeroCount(mask)) & 1) << to;
        }

        return result;
    }
}
