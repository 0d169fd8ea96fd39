using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics;

/// <summary>Dot products with four vectors at once, and the addition of four scaled vectors: one vector is read for all four, and written once.</summary>
/// <remarks>For the loops of <see cref="ShortVectors"/> that go over many vectors with the same other one. All vectors are as long as that one.</remarks>
internal static class FourVectors
{
    /// <summary>Vectors taken together.</summary>
    public const int Count = 4;

    /// <summary>Σ x(i) a(i), and the same with b, c and d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float A, float B, float C, float D) Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        RequireLength(x.Length, a, b, c, d);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float c0 = ref MemoryMarshal.GetReference(c);
        ref float d0 = ref MemoryMarshal.GetReference(d);
        Vector<float> sumA = default, sumB = default, sumC = default, sumD = default;
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var part = Vector.LoadUnsafe(ref x0, (nuint)i);
            sumA = Vector.MultiplyAddEstimate(part, Vector.LoadUnsafe(ref a0, (nuint)i), sumA);
            sumB = Vector.MultiplyAddEstimate(part, Vector.LoadUnsafe(ref b0, (nuint)i), sumB);
            sumC = Vector.MultiplyAddEstimate(part, Vector.LoadUnsafe(ref c0, (nuint)i), sumC);
            sumD = Vector.MultiplyAddEstimate(part, Vector.LoadUnsafe(ref d0, (nuint)i), sumD);
        }

        (float A, float B, float C, float D) sums = (Vector.Sum(sumA), Vector.Sum(sumB), Vector.Sum(sumC), Vector.Sum(sumD));
        for (; i < x.Length; i++)
        {
            float part = Unsafe.Add(ref x0, i);
            sums.A += part * Unsafe.Add(ref a0, i);
            sums.B += part * Unsafe.Add(ref b0, i);
            sums.C += part * Unsafe.Add(ref c0, i);
            sums.D += part * Unsafe.Add(ref d0, i);
        }

        return sums;
    }

    /// <summary>y(i) += A a(i) + B b(i) + C c(i) + D d(i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d, (float A, float B, float C, float D) factors, Span<float> y)
    {
        RequireLength(y.Length, a, b, c, d);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float c0 = ref MemoryMarshal.GetReference(c);
        ref float d0 = ref MemoryMarshal.GetReference(d);
        var (scaleA, scaleB, scaleC, scaleD) = (new Vector<float>(factors.A), new Vector<float>(factors.B), new Vector<float>(factors.C), new Vector<float>(factors.D));
        int i = 0;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var sum = Vector.MultiplyAddEstimate(scaleA, Vector.LoadUnsafe(ref a0, (nuint)i), Vector.LoadUnsafe(ref y0, (nuint)i));
            sum = Vector.MultiplyAddEstimate(scaleB, Vector.LoadUnsafe(ref b0, (nuint)i), sum);
            sum = Vector.MultiplyAddEstimate(scaleC, Vector.LoadUnsafe(ref c0, (nuint)i), sum);
            Vector.MultiplyAddEstimate(scaleD, Vector.LoadUnsafe(ref d0, (nuint)i), sum).StoreUnsafe(ref y0, (nuint)i);
        }

        for (; i < y.Length; i++)
        {
            Unsafe.Add(ref y0, i) +=
                (factors.A * Unsafe.Add(ref a0, i)) + (factors.B * Unsafe.Add(ref b0, i)) + (factors.C * Unsafe.Add(ref c0, i)) + (factors.D * Unsafe.Add(ref d0, i));
        }
    }

    private static void RequireLength(int length, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(c.Length, length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(d.Length, length);
    }
}
