using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>G += Σ over rows of z zᵀ: the kernel in which least squares problems are set up.</summary>
/// <remarks>
/// Four rows × two vectors of G stay in registers while all z go by, so that each z is read once for every such tile. Only tiles that touch the lower
/// triangle are filled. Each element is summed over the rows in order.
/// </remarks>
internal static class GramTiles
{
    private const int TileRows = 4;

    /// <summary>Components of a z: a multiple of four and of two vectors of 4, 8 or 16 floats.</summary>
    public const int WidthStep = 32;

    /// <summary>The next width that the kernel takes.</summary>
    public static int WidthFor(int components) => (components + WidthStep - 1) / WidthStep * WidthStep;

    /// <summary>Plain form: G[a, b] += Σ over rows i of Z[i, a] Z[i, b], for b ≤ a; above the diagonal G becomes anything.</summary>
    /// <param name="z">Z, row-major, <paramref name="width"/> components a row.</param>
    /// <param name="width">A multiple of <see cref="WidthStep"/>.</param>
    /// <param name="gram">G, row-major, width × width.</param>
    public static void Add(ReadOnlySpan<float> z, int width, Span<float> gram)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % WidthStep, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(z.Length % Math.Max(1, width), 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(gram.Length, width * width);
        for (int a = 0; a < width; a += TileRows)
        {
            for (int b = 0; b < a + TileRows; b += 2 * Vector<float>.Count)
            {
                AddTile(z, width, a, b, gram);
            }
        }
    }

    private static void AddTile(ReadOnlySpan<float> z, int width, int a, int b, Span<float> gram)
    {
        int lanes = Vector<float>.Count;
        Vector<float> g00 = default, g01 = default, g10 = default, g11 = default, g20 = default, g21 = default, g30 = default, g31 = default;
        ref float first = ref MemoryMarshal.GetReference(z);
        for (nuint row = 0; row < (nuint)z.Length; row += (nuint)width)
        {
            var left = Vector.LoadUnsafe(ref first, row + (nuint)b);
            var right = Vector.LoadUnsafe(ref first, row + (nuint)(b + lanes));
            var x = new Vector<float>(Unsafe.Add(ref first, row + (nuint)a));
            g00 = Vector.MultiplyAddEstimate(x, left, g00);
            g01 = Vector.MultiplyAddEstimate(x, right, g01);
            x = new Vector<float>(Unsafe.Add(ref first, row + (nuint)(a + 1)));
            g10 = Vector.MultiplyAddEstimate(x, left, g10);
            g11 = Vector.MultiplyAddEstimate(x, right, g11);
            x = new Vector<float>(Unsafe.Add(ref first, row + (nuint)(a + 2)));
            g20 = Vector.MultiplyAddEstimate(x, left, g20);
            g21 = Vector.MultiplyAddEstimate(x, right, g21);
            x = new Vector<float>(Unsafe.Add(ref first, row + (nuint)(a + 3)));
            g30 = Vector.MultiplyAddEstimate(x, left, g30);
            g31 = Vector.MultiplyAddEstimate(x, right, g31);
        }

        AddRow(gram[((a * width) + b)..], g00, g01);
        AddRow(gram[(((a + 1) * width) + b)..], g10, g11);
        AddRow(gram[(((a + 2) * width) + b)..], g20, g21);
        AddRow(gram[(((a + 3) * width) + b)..], g30, g31);
    }

    private static void AddRow(Span<float> gram, Vector<float> left, Vector<float> right)
    {
        int lanes = Vector<float>.Count;
        (new Vector<float>(gram) + left).CopyTo(gram);
        (new Vector<float>(gram[lanes..]) + right).CopyTo(gram[lanes..]);
    }
}
