using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>C −= A B for square tiles: the kernel in which dense inversion spends its time.</summary>
/// <remarks>
/// Four rows × three vectors of C stay in registers (twelve accumulators, three loads and a broadcast: the sixteen registers of AVX2). A and B are packed
/// in the order in which the kernel reads them (Goto &amp; van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008), so that
/// both stream through the first-level cache. Each element is summed over k in order, so the width of the vectors changes nothing but the fusing of
/// multiply and add.
/// </remarks>
internal static class TileProduct
{
    /// <summary>Rows and columns of a tile: a multiple of four rows and of three vectors of 4, 8 or 16 floats.</summary>
    public const int Size = 96;

    /// <summary>Elements of a tile that is stored on its own.</summary>
    public const int Area = Size * Size;

    private const int Rows = 4;

    private static int Columns => 3 * Vector<float>.Count;

    /// <summary>Packs a tile as A: element (i, k) is read at i × <paramref name="stepRow"/> + k × <paramref name="stepInner"/>.</summary>
    public static void PackLeft(ReadOnlySpan<float> source, int stepRow, int stepInner, Span<float> packed) => Pack(source, stepRow, stepInner, Rows, packed);

    /// <summary>Packs a tile as B: element (k, j) is read at k × <paramref name="stepInner"/> + j × <paramref name="stepColumn"/>.</summary>
    public static void PackRight(ReadOnlySpan<float> source, int stepInner, int stepColumn, Span<float> packed) => Pack(source, stepColumn, stepInner, Columns, packed);

    /// <summary>C[i, j] −= Σ over k of A[i, k] B[k, j].</summary>
    /// <param name="a">A as <see cref="PackLeft"/> packs it.</param>
    /// <param name="b">B as <see cref="PackRight"/> packs it.</param>
    /// <param name="c">C, row-major, row i at i × <paramref name="strideC"/>.</param>
    /// <param name="strideC">Elements from one row of C to the next.</param>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int strideC)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, Area);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, Area);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, ((Size - 1) * strideC) + Size);
        for (int j = 0; j < Size; j += Columns)
        {
            for (int i = 0; i < Size; i += Rows)
            {
                Block(ref MemoryMarshal.GetReference(a[(i * Size)..]), ref MemoryMarshal.GetReference(b[(j * Size)..]), c[((i * strideC) + j)..], strideC);
            }
        }
    }

    // Groups of rows (of A) or columns (of B), each with all of its inner steps one after another.
    private static void Pack(ReadOnlySpan<float> source, int step, int stepInner, int group, Span<float> packed)
    {
        int at = 0;
        for (int first = 0; first < Size; first += group)
        {
            for (int k = 0; k < Size; k++)
            {
                for (int i = first; i < first + group; i++)
                {
                    packed[at++] = source[(i * step) + (k * stepInner)];
                }
            }
        }
    }

    private static void Block(ref float a, ref float b, Span<float> c, int strideC)
    {
        int lanes = Vector<float>.Count;
        for (int i = 0; i < Rows; i++)
        {
            // C is far away, and is needed when the sums are done.
            ShortVectors.Prefetch(c.Slice(i * strideC, 3 * lanes));
        }

        Vector<float> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector<float> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        for (int k = 0; k < Size; k++)
        {
            var b0 = Vector.LoadUnsafe(ref b);
            var b1 = Vector.LoadUnsafe(ref b, (nuint)lanes);
            var b2 = Vector.LoadUnsafe(ref b, (nuint)(2 * lanes));
            var x = new Vector<float>(a);
            c00 = Vector.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector.MultiplyAddEstimate(x, b1, c01);
            c02 = Vector.MultiplyAddEstimate(x, b2, c02);
            x = new Vector<float>(Unsafe.Add(ref a, 1));
            c10 = Vector.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector.MultiplyAddEstimate(x, b1, c11);
            c12 = Vector.MultiplyAddEstimate(x, b2, c12);
            x = new Vector<float>(Unsafe.Add(ref a, 2));
            c20 = Vector.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector.MultiplyAddEstimate(x, b1, c21);
            c22 = Vector.MultiplyAddEstimate(x, b2, c22);
            x = new Vector<float>(Unsafe.Add(ref a, 3));
            c30 = Vector.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector.MultiplyAddEstimate(x, b1, c31);
            c32 = Vector.MultiplyAddEstimate(x, b2, c32);
            a = ref Unsafe.Add(ref a, Rows);
            b = ref Unsafe.Add(ref b, 3 * lanes);
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
