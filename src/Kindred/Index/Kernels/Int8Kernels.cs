using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Index;

/// <summary>Inner products of signed byte codes from −127 to 127; whole numbers, so every path gives the same result.</summary>
internal static unsafe class Int8Kernels
{
    /// <summary>Codes are padded with zeros to a multiple of this many components.</summary>
    public const int Padding = 32;

    /// <summary>Σ a[i] · b[i]; the length is a multiple of <see cref="Padding"/> and at most 65,536, so the sum fits 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(sbyte* a, sbyte* b, int length) =>
        Avx2.IsSupported ? DotAvx2(a, b, length)
        : Vector128.IsHardwareAccelerated ? DotWidened(a, b, length)
        : DotScalar(a, b, length);

    /// <summary>The plain formula, and the path of machines without SIMD.</summary>
    public static int DotScalar(sbyte* a, sbyte* b, int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    // The byte product of x86 takes one unsigned factor: |a| · (b with the sign of a). Pairs reach at most 2 · 127² = 32,258 and so fit
    // 16 bits, which is why −128 is no code.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DotAvx2(sbyte* a, sbyte* b, int length)
    {
        Vector256<int> sum = Vector256<int>.Zero;
        Vector256<short> ones = Vector256<short>.One;
        for (int i = 0; i < length; i += 32)
        {
            Vector256<sbyte> x = Vector256.Load(a + i);
            Vector256<short> pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(x), Avx2.Sign(Vector256.Load(b + i), x));
            sum += Avx2.MultiplyAddAdjacent(pairs, ones);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The path of ARM, and of x86 without AVX2: pairs are multiplied as 16-bit numbers.</summary>
    internal static int DotWidened(sbyte* a, sbyte* b, int length)
    {
        Vector128<int> sum = Vector128<int>.Zero;
        for (int i = 0; i < length; i += 16)
        {
            (Vector128<short> a0, Vector128<short> a1) = Vector128.Widen(Vector128.Load(a + i));
            (Vector128<short> b0, Vector128<short> b1) = Vector128.Widen(Vector128.Load(b + i));

            // 2 · 127² fits 16 bits.
            (Vector128<int> low, Vector128<int> high) = Vector128.Widen((a0 * b0) + (a1 * b1));
            sum += low + high;
        }

        return Vector128.Sum(sum);
    }
}
