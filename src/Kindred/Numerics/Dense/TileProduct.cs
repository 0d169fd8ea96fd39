using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>C −= A B for square tiles: the kernel in which dense inversion spends its time.</summary>
/// <remarks>
/// Four rows × three vectors of C stay in registers (twelve accumulators, three loads and a broadcast: the sixteen registers of AVX2). Each element is
/// summed over k in order, so the width of the vectors changes nothing but the fusing of multiply and add.
/// </remarks>
internal static class TileProduct
{
    /// <summary>Rows and columns of a tile: a multiple of four rows and of three vectors of 4, 8 or 16 floats.</summary>
    public const int Size = 96;

    /// <summary>Elements of a tile that is stored on its own.</summary>
    public const int Area = Size * Size;

    /// <summary>Plain form: C[i, j] −= Σ over k of A[i, k] B[k, j].</summary>
    /// <param name="a">A, row-major, rows next to each other.</param>
    /// <param name="b">B, row-major, rows next to each other.</param>
    /// <param name="c">C, row-major, row i at i × <paramref name="strideC"/>.</param>
    /// <param name="strideC">Elements from one row of C to the next.</param>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int strideC)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, Area);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, Area);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, ((Size - 1) * strideC) + Size);
        int width = 3 * Vector<float>.Count;
        for (int j = 0; j < Size; j += width)
        {
            for (int i = 0; i < Size; i += 4)
            {
                Block(ref MemoryMarshal.GetReference(a[(i * Size)..]), ref MemoryMarshal.GetReference(b[j..]), c[((i * strideC) + j)..], strideC);
            }
        }
    }

    private static void Block(ref float a, ref float b, Span<float> c, int strideC)
    {
        int lanes = Vector<float>.Count;
        Vector<float> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector<float> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        for (int k = 0; k < Size; k++)
        {
            ref float row = ref Unsafe.Add(ref b, k * Size);
            var b0 = Vector.LoadUnsafe(ref row);
            var b1 = Vector.LoadUnsafe(ref row, (nuint)lanes);
            var b2 = Vector.LoadUnsafe(ref row, (nuint)(2 * lanes));
            var x = new Vector<float>(Unsafe.Add(ref a, k));
            c00 = Vector.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector.MultiplyAddEstimate(x, b1, c01);
            c02 = Vector.MultiplyAddEstimate(x, b2, c02);
            x = new Vector<float>(Unsafe.Add(ref a, k + Size));
            c10 = Vector.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector.MultiplyAddEstimate(x, b1, c11);
            c12 = Vector.MultiplyAddEstimate(x, b2, c12);
            x = new Vector<float>(Unsafe.Add(ref a, k + (2 * Size)));
            c20 = Vector.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector.MultiplyAddEstimate(x, b1, c21);
            c22 = Vector.MultiplyAddEstimate(x, b2, c22);
            x = new Vector<float>(Unsafe.Add(ref a, k + (3 * Size)));
            c30 = Vector.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector.MultiplyAddEstimate(x, b1, c31);
            c32 = Vector.MultiplyAddEstimate(x, b2, c32);
        }

        SubtractRow(c, c00, c01, c02);
        SubtractRow(c[strideC..], c10, c11, c12);
        SubtractRow(c[(2 * strideC)..], c20, c21, c22);
        SubtractRow(c[(3 * strideC)..], c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractRow(Span<float> c, Vector<float> v0, Vector<float> v1, Vector<float> v2)
    {
        int lanes = Vector<float>.Count;
        (new Vector<float>(c) - v0).CopyTo(c);
        (new Vector<float>(c[lanes..]) - v1).CopyTo(c[lanes..]);
        (new Vector<float>(c[(2 * lanes)..]) - v2).CopyTo(c[(2 * lanes)..]);
    }
}
