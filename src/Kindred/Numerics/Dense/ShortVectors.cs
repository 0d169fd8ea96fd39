using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics;

/// <summary>Dot product and scaled addition for vectors of tens to hundreds of components, small enough to be inlined into the loops of training.</summary>
/// <remarks>Two whole vectors a step, then one, then the rest one by one, which is also what happens without SIMD.</remarks>
internal static class ShortVectors
{
    /// <summary>Asks for the memory of a vector that will be used soon; does nothing where the processor has no such hint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ReadOnlySpan<float> x)
    {
        if (Sse.IsSupported)
        {
            const int lineFloats = 16;
            // A hint by address needs no pinning: an address that was moved away from does no harm.
            for (int i = 0; i < x.Length; i += lineFloats)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in x[i])));
            }
        }
    }

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

    /// <summary>z(i) += factor × y(i), then y(i) += factor × x(i): two vectors that learn from each other, with the change of x gathered in z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exchange(ReadOnlySpan<float> x, float factor, Span<float> y, Span<float> z)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(z.Length, x.Length);
        ref float a = ref MemoryMarshal.GetReference(x);
        ref float b = ref MemoryMarshal.GetReference(y);
        ref float c = ref MemoryMarshal.GetReference(z);
        int lanes = Vector<float>.Count;
        var scale = new Vector<float>(factor);
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
        {
            var before = Vector.LoadUnsafe(ref b, (nuint)i);
            Vector.MultiplyAddEstimate(scale, before, Vector.LoadUnsafe(ref c, (nuint)i)).StoreUnsafe(ref c, (nuint)i);
            Vector.MultiplyAddEstimate(scale, Vector.LoadUnsafe(ref a, (nuint)i), before).StoreUnsafe(ref b, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref c, i) += factor * Unsafe.Add(ref b, i);
            Unsafe.Add(ref b, i) += factor * Unsafe.Add(ref a, i);
        }
    }

    /// <summary>x ← s x + g (y − z), y ← s y + g x, z ← s z − g x, each from the vectors as they were: x comes nearer to y and away from z.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <param name="z">z.</param>
    /// <param name="factor">g.</param>
    /// <param name="shrink">s.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PullApart(Span<float> x, Span<float> y, Span<float> z, float factor, float shrink)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(z.Length, x.Length);
        ref float a = ref MemoryMarshal.GetReference(x);
        ref float b = ref MemoryMarshal.GetReference(y);
        ref float c = ref MemoryMarshal.GetReference(z);
        int lanes = Vector<float>.Count;
        (var g, var s) = (new Vector<float>(factor), new Vector<float>(shrink));
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
        {
            var xi = Vector.LoadUnsafe(ref a, (nuint)i);
            var yi = Vector.LoadUnsafe(ref b, (nuint)i);
            var zi = Vector.LoadUnsafe(ref c, (nuint)i);
            Vector<float> pull = g * xi;
            Vector.MultiplyAddEstimate(s, xi, g * (yi - zi)).StoreUnsafe(ref a, (nuint)i);
            Vector.MultiplyAddEstimate(s, yi, pull).StoreUnsafe(ref b, (nuint)i);
            Vector.MultiplyAddEstimate(s, zi, -pull).StoreUnsafe(ref c, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            (float xi, float yi, float zi) = (x[i], y[i], z[i]);
            x[i] = (shrink * xi) + (factor * (yi - zi));
            y[i] = (shrink * yi) + (factor * xi);
            z[i] = (shrink * zi) - (factor * xi);
        }
    }
}
