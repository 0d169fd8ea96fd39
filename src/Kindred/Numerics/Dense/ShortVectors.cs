using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>Dot product and scaled addition for vectors of tens to hundreds of components, small enough to be inlined into the loops of training.</summary>
/// <remarks>Two whole vectors a step, then one, then the rest one by one, which is also what happens without SIMD.</remarks>
internal static class ShortVectors
{
    /// <summary>Σ x(i) y(i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref float a = ref MemoryMarshal.GetReference(x);
        ref float b = ref MemoryMarshal.GetReference(y);
        int lanes = Vector<float>.Count;
        Vector<float> even = default, odd = default;
        int i = 0;
        for (; i <= x.Length - (2 * lanes); i += 2 * lanes)
        {
            even = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref a, (nuint)i), Vector.LoadUnsafe(ref b, (nuint)i), even);
            odd = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref a, (nuint)(i + lanes)), Vector.LoadUnsafe(ref b, (nuint)(i + lanes)), odd);
        }

        if (i <= x.Length - lanes)
        {
            even = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref a, (nuint)i), Vector.LoadUnsafe(ref b, (nuint)i), even);
            i += lanes;
        }

        float sum = Vector.Sum(even + odd);
        for (; i < x.Length; i++)
        {
            sum += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        }

        return sum;
    }

    /// <summary>y(i) += factor × x(i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref float a = ref MemoryMarshal.GetReference(x);
        ref float b = ref MemoryMarshal.GetReference(y);
        int lanes = Vector<float>.Count;
        var scale = new Vector<float>(factor);
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
        {
            Vector.MultiplyAddEstimate(scale, Vector.LoadUnsafe(ref a, (nuint)i), Vector.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref b, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref b, i) += factor * Unsafe.Add(ref a, i);
        }
    }
}
