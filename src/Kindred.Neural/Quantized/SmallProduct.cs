using System.Runtime.Intrinsics;

namespace Kindred.Neural.Quantized;

/// <summary>Products of small float32 matrices that are parts of larger ones, as attention has them.</summary>
internal static unsafe class SmallProduct
{
    public const int RowBlock = 4;
    public const int ColumnBlock = 16;

    /// <summary>target [rows × columns] = left [rows × depth] times right [depth × columns].</summary>
    /// <remarks>Rows are rounded up to <see cref="RowBlock"/>: that many are read and written. Columns are a multiple of <see cref="ColumnBlock"/>.</remarks>
    public static void Apply(ReadOnlySpan<float> left, int leftStride, ReadOnlySpan<float> right, int rightStride, Span<float> target, int targetStride, (int Rows, int Depth, int Columns) size)
    {
        int rows = (size.Rows + RowBlock - 1) / RowBlock * RowBlock;
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Length, ((rows - 1) * leftStride) + size.Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(right.Length, ((size.Depth - 1) * rightStride) + size.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, ((rows - 1) * targetStride) + size.Columns);
        fixed (float* a = left, b = right, c = target)
        {
            for (int row = 0; row < rows; row += RowBlock)
            {
                for (int column = 0; column < size.Columns; column += ColumnBlock)
                {
                    Block(a + (row * leftStride), leftStride, b + column, rightStride, c + (row * targetStride) + column, targetStride, size.Depth);
                }
            }
        }
    }

    private static void Block(float* a, int aStride, float* b, int bStride, float* c, int cStride, int depth)
    {
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        float* a1 = a + aStride, a2 = a + (2 * aStride), a3 = a + (3 * aStride);
        for (int i = 0; i < depth; i++, b += bStride)
        {
            (Vector256<float> first, Vector256<float> second) = (Vector256.Load(b), Vector256.Load(b + 8));
            Vector256<float> x = Vector256.Create(a[i]);
            (s00, s01) = (Vector256.MultiplyAddEstimate(x, first, s00), Vector256.MultiplyAddEstimate(x, second, s01));
            x = Vector256.Create(a1[i]);
            (s10, s11) = (Vector256.MultiplyAddEstimate(x, first, s10), Vector256.MultiplyAddEstimate(x, second, s11));
            x = Vector256.Create(a2[i]);
            (s20, s21) = (Vector256.MultiplyAddEstimate(x, first, s20), Vector256.MultiplyAddEstimate(x, second, s21));
            x = Vector256.Create(a3[i]);
            (s30, s31) = (Vector256.MultiplyAddEstimate(x, first, s30), Vector256.MultiplyAddEstimate(x, second, s31));
        }

        Store(c, s00, s01);
        Store(c + cStride, s10, s11);
        Store(c + (2 * cStride), s20, s21);
        Store(c + (3 * cStride), s30, s31);
    }

    private static void Store(float* place, Vector256<float> first, Vector256<float> second)
    {
        first.Store(place);
        second.Store(place + 8);
    }
}
