using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>Dot products of many vectors with all rows of a matrix: P[v, r] = Σ over k of X[v, k] Y[r, k].</summary>
/// <remarks>
/// Two vectors × three rows stay in registers, so that five loads serve twelve multiply-adds, and rows are taken in blocks that stay in the second-level
/// cache until all vectors have met them: memory is read once a call, not once a vector. Each sum is formed as <see cref="ShortVectors.Dot"/> forms it,
/// so that a vector has the same products, bit for bit, alone and among others.
/// </remarks>
internal static class RowProducts
{
    private const int TileVectors = 2;
    private const int TileRows = 3;
    private const int BlockElements = 16 * 1024;

    /// <summary>Computes all products.</summary>
    /// <param name="vectors">X, row-major, as many components as <paramref name="rows"/> has.</param>
    /// <param name="rows">Y.</param>
    /// <param name="products">Receives P, row-major, one row a vector and one column a row of Y.</param>
    public static void Compute(ReadOnlySpan<float> vectors, FactorMatrix rows, Span<float> products)
    {
        int count = vectors.Length / rows.Factors;
        ArgumentOutOfRangeException.ThrowIfNotEqual(products.Length, count * rows.Rows);
        int block = Math.Max(1, BlockElements / rows.Factors / TileRows) * TileRows;
        for (int first = 0; first < rows.Rows; first += block)
        {
            int end = Math.Min(rows.Rows, first + block);
            for (int v = 0; v < count; v += TileVectors)
            {
                ComputeBlock(vectors, v, Math.Min(count, v + TileVectors), rows, first, end, products);
            }
        }
    }

    private static void ComputeBlock(ReadOnlySpan<float> vectors, int firstVector, int endVector, FactorMatrix rows, int first, int end, Span<float> products)
    {
        int factors = rows.Factors;
        int row = first;
        for (; endVector - firstVector == TileVectors && row <= end - TileRows; row += TileRows)
        {
            Tile(vectors.Slice(firstVector * factors, TileVectors * factors), rows.Elements.AsSpan(row * factors, TileRows * factors), factors, products[((firstVector * rows.Rows) + row)..], rows.Rows);
        }

        for (int v = firstVector; v < endVector; v++)
        {
            for (int r = row; r < end; r++)
            {
                products[(v * rows.Rows) + r] = ShortVectors.Dot(vectors.Slice(v * factors, factors), rows.Row(r));
            }
        }
    }

    private static void Tile(ReadOnlySpan<float> vectors, ReadOnlySpan<float> rows, int factors, Span<float> products, int stride)
    {
        int lanes = Vector<float>.Count;
        ref float x = ref MemoryMarshal.GetReference(vectors);
        ref float y = ref MemoryMarshal.GetReference(rows);
        Vector<float> even00 = default, even01 = default, even02 = default, even10 = default, even11 = default, even12 = default;
        Vector<float> odd00 = default, odd01 = default, odd02 = default, odd10 = default, odd11 = default, odd12 = default;
        int k = 0;
        for (; k <= factors - (2 * lanes); k += 2 * lanes)
        {
            Step(ref Unsafe.Add(ref x, k), ref Unsafe.Add(ref y, k), factors, ref even00, ref even01, ref even02, ref even10, ref even11, ref even12);
            Step(ref Unsafe.Add(ref x, k + lanes), ref Unsafe.Add(ref y, k + lanes), factors, ref odd00, ref odd01, ref odd02, ref odd10, ref odd11, ref odd12);
        }

        if (k <= factors - lanes)
        {
            Step(ref Unsafe.Add(ref x, k), ref Unsafe.Add(ref y, k), factors, ref even00, ref even01, ref even02, ref even10, ref even11, ref even12);
            k += lanes;
        }

        products[0] = Sum(even00 + odd00, vectors[..factors], rows[..factors], k);
        products[1] = Sum(even01 + odd01, vectors[..factors], rows.Slice(factors, factors), k);
        products[2] = Sum(even02 + odd02, vectors[..factors], rows[(2 * factors)..], k);
        products[stride] = Sum(even10 + odd10, vectors[factors..], rows[..factors], k);
        products[stride + 1] = Sum(even11 + odd11, vectors[factors..], rows.Slice(factors, factors), k);
        products[stride + 2] = Sum(even12 + odd12, vectors[factors..], rows[(2 * factors)..], k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref float x, ref float y, int factors, ref Vector<float> p00, ref Vector<float> p01, ref Vector<float> p02, ref Vector<float> p10, ref Vector<float> p11, ref Vector<float> p12)
    {
        var y0 = Vector.LoadUnsafe(ref y);
        var y1 = Vector.LoadUnsafe(ref y, (nuint)factors);
        var y2 = Vector.LoadUnsafe(ref y, (nuint)(2 * factors));
        var vector = Vector.LoadUnsafe(ref x);
        p00 = Vector.MultiplyAddEstimate(vector, y0, p00);
        p01 = Vector.MultiplyAddEstimate(vector, y1, p01);
        p02 = Vector.MultiplyAddEstimate(vector, y2, p02);
        vector = Vector.LoadUnsafe(ref x, (nuint)factors);
        p10 = Vector.MultiplyAddEstimate(vector, y0, p10);
        p11 = Vector.MultiplyAddEstimate(vector, y1, p11);
        p12 = Vector.MultiplyAddEstimate(vector, y2, p12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector<float> lanes, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rest)
    {
        float sum = Vector.Sum(lanes);
        for (int k = rest; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }
}
