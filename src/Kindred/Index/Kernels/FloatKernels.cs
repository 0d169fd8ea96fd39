using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Index;

/// <summary>Sums over two float vectors whose length is a multiple of <see cref="Padding"/>; 512, 256 or 128 bits wide as the machine has it.</summary>
/// <remarks>
/// Own kernels and not TensorPrimitives: padded lengths need no tail, and the call is inlined into the walk. The 128-bit path is that of ARM
/// and of x86 before AVX. Each path runs on every machine, in software where the width is missing, and is tested so.
/// </remarks>
internal static unsafe class FloatKernels
{
    /// <summary>Vectors are padded with zeros to a multiple of this many components: one cache line.</summary>
    public const int Padding = 16;

    /// <summary>Σ a[i] · b[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* a, float* b, int length) =>
        Vector512.IsHardwareAccelerated ? Dot512(a, b, length)
        : Vector256.IsHardwareAccelerated ? Dot256(a, b, length)
        : Vector128.IsHardwareAccelerated ? Dot128(a, b, length)
        : DotScalar(a, b, length);

    /// <summary>Σ (a[i] − b[i])².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SquaredDistance(float* a, float* b, int length) =>
        Vector512.IsHardwareAccelerated ? SquaredDistance512(a, b, length)
        : Vector256.IsHardwareAccelerated ? SquaredDistance256(a, b, length)
        : Vector128.IsHardwareAccelerated ? SquaredDistance128(a, b, length)
        : SquaredDistanceScalar(a, b, length);

    /// <summary>The plain formula, and the path of machines without SIMD.</summary>
    public static float DotScalar(float* a, float* b, int length)
    {
        float sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>The plain formula, and the path of machines without SIMD.</summary>
    public static float SquaredDistanceScalar(float* a, float* b, int length)
    {
        float sum = 0;
        for (int i = 0; i < length; i++)
        {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    internal static float Dot512(float* a, float* b, int length)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        Vector512<float> other = Vector512<float>.Zero;
        int i = 0;
        for (; i <= length - 32; i += 32)
        {
            sum = Vector512.MultiplyAddEstimate(Vector512.Load(a + i), Vector512.Load(b + i), sum);
            other = Vector512.MultiplyAddEstimate(Vector512.Load(a + i + 16), Vector512.Load(b + i + 16), other);
        }

        if (i < length)
        {
            sum = Vector512.MultiplyAddEstimate(Vector512.Load(a + i), Vector512.Load(b + i), sum);
        }

        return Vector512.Sum(sum + other);
    }

    internal static float Dot256(float* a, float* b, int length)
    {
        Vector256<float> s0 = Vector256<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i <= length - 32; i += 32)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i), Vector256.Load(b + i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 8), Vector256.Load(b + i + 8), s1);
            s2 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 16), Vector256.Load(b + i + 16), s2);
            s3 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 24), Vector256.Load(b + i + 24), s3);
        }

        if (i < length)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i), Vector256.Load(b + i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 8), Vector256.Load(b + i + 8), s1);
        }

        return Vector256.Sum(s0 + s1 + (s2 + s3));
    }

    internal static float Dot128(float* a, float* b, int length)
    {
        Vector128<float> s0 = Vector128<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int i = 0; i < length; i += 16)
        {
            s0 = Vector128.MultiplyAddEstimate(Vector128.Load(a + i), Vector128.Load(b + i), s0);
            s1 = Vector128.MultiplyAddEstimate(Vector128.Load(a + i + 4), Vector128.Load(b + i + 4), s1);
            s2 = Vector128.MultiplyAddEstimate(Vector128.Load(a + i + 8), Vector128.Load(b + i + 8), s2);
            s3 = Vector128.MultiplyAddEstimate(Vector128.Load(a + i + 12), Vector128.Load(b + i + 12), s3);
        }

        return Vector128.Sum(s0 + s1 + (s2 + s3));
    }

    internal static float SquaredDistance512(float* a, float* b, int length)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < length; i += 16)
        {
            Vector512<float> difference = Vector512.Load(a + i) - Vector512.Load(b + i);
            sum = Vector512.MultiplyAddEstimate(difference, difference, sum);
        }

        return Vector512.Sum(sum);
    }

    internal static float SquaredDistance256(float* a, float* b, int length)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        Vector256<float> other = sum;
        for (int i = 0; i < length; i += 16)
        {
            Vector256<float> d0 = Vector256.Load(a + i) - Vector256.Load(b + i);
            Vector256<float> d1 = Vector256.Load(a + i + 8) - Vector256.Load(b + i + 8);
            sum = Vector256.MultiplyAddEstimate(d0, d0, sum);
            other = Vector256.MultiplyAddEstimate(d1, d1, other);
        }

        return Vector256.Sum(sum + other);
    }

    internal static float SquaredDistance128(float* a, float* b, int length)
    {
        Vector128<float> sum = Vector128<float>.Zero;
        Vector128<float> other = sum;
        for (int i = 0; i < length; i += 8)
        {
            Vector128<float> d0 = Vector128.Load(a + i) - Vector128.Load(b + i);
            Vector128<float> d1 = Vector128.Load(a + i + 4) - Vector128.Load(b + i + 4);
            sum = Vector128.MultiplyAddEstimate(d0, d0, sum);
            other = Vector128.MultiplyAddEstimate(d1, d1, other);
        }

        return Vector128.Sum(sum + other);
    }
}
