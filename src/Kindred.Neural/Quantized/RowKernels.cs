using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Quantized;

/// <summary>What a transformer does between its products, on rows whose length is a multiple of 8.</summary>
internal static class RowKernels
{
    // Φ(x) − ½ = x · Σ cᵢ x²ⁱ for |x| ≤ 3.5, fitted by Lawson's algorithm so that the largest error of x·Φ(x) is least: 8·10⁻⁶.
    private const float GeluLimit = 3.5f;
    private static ReadOnlySpan<float> GeluTerms =>
        [0.39887678f, -0.066303408f, 0.0097892408f, -0.0010976888f, 9.0446694e-05f, -5.1175447e-06f, 1.7497642e-07f, -2.6900554e-09f];

    /// <summary>The layer norm of a sum, in the place of its first part (Ba et al., 2016).</summary>
    public static void AddAndNorm(Span<float> row, ReadOnlySpan<float> added, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets, float epsilon)
    {
        Span<Vector256<float>> x = Vectors(row);
        ReadOnlySpan<Vector256<float>> y = Vectors(added);
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += y[i];
            sum += x[i];
        }

        Vector256<float> mean = Vector256.Create(Vector256.Sum(sum) / row.Length);
        Vector256<float> squares = Vector256<float>.Zero;
        foreach (Vector256<float> value in x)
        {
            squares += (value - mean) * (value - mean);
        }

        Vector256<float> scale = Vector256.Create(1 / MathF.Sqrt((Vector256.Sum(squares) / row.Length) + epsilon));
        ReadOnlySpan<Vector256<float>> gamma = Vectors(factors);
        ReadOnlySpan<Vector256<float>> beta = Vectors(offsets);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = ((x[i] - mean) * scale * gamma[i]) + beta[i];
        }
    }

    /// <summary>The feed-forward part's activation; both forms of GELU by one polynomial, within 10⁻³.</summary>
    public static void Activate(Span<float> row, EncoderActivation activation)
    {
        Span<Vector256<float>> vectors = Vectors(row);
        if (activation == EncoderActivation.Relu)
        {
            foreach (ref Vector256<float> x in vectors)
            {
                x = Vector256.MaxNative(x, Vector256<float>.Zero);
            }

            return;
        }

        foreach (ref Vector256<float> x in vectors)
        {
            x = Gelu(x);
        }
    }

    /// <summary>Subtracts the largest of the first elements from them and hides the rest: what the exponential function is put to next.</summary>
    public static void Center(Span<float> row, int count)
    {
        row[count..].Fill(float.NegativeInfinity);
        Vector256<float> most = Vector256.Create(float.NegativeInfinity);
        foreach (Vector256<float> value in Vectors(row))
        {
            most = Vector256.MaxNative(most, value);
        }

        float largest = float.NegativeInfinity;
        for (int i = 0; i < Vector256<float>.Count; i++)
        {
            largest = MathF.Max(largest, most[i]);
        }

        foreach (ref Vector256<float> value in Vectors(row))
        {
            value -= Vector256.Create(largest);
        }
    }

    /// <summary>Scales a row to the sum 1.</summary>
    public static void Share(Span<float> row)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        foreach (Vector256<float> value in Vectors(row))
        {
            sum += value;
        }

        Vector256<float> factor = Vector256.Create(1 / Vector256.Sum(sum));
        foreach (ref Vector256<float> value in Vectors(row))
        {
            value *= factor;
        }
    }

    // The terms one by one, so that they are constants of the code; powers of x⁴ in pairs, so that they need not wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gelu(Vector256<float> x)
    {
        Vector256<float> square = x * x;
        Vector256<float> fourth = square * square;
        Vector256<float> low = Pair(GeluTerms[0], GeluTerms[1], square) + (Pair(GeluTerms[2], GeluTerms[3], square) * fourth);
        Vector256<float> high = Pair(GeluTerms[4], GeluTerms[5], square) + (Pair(GeluTerms[6], GeluTerms[7], square) * fourth);
        Vector256<float> sum = Vector256.MultiplyAddEstimate(high, fourth * fourth, low);
        Vector256<float> near = x * Vector256.MultiplyAddEstimate(sum, x, Vector256.Create(0.5f));
        Vector256<float> far = Vector256.MaxNative(x, Vector256<float>.Zero);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.Abs(x), Vector256.Create(GeluLimit)), far, near);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float first, float second, Vector256<float> x) =>
        Vector256.MultiplyAddEstimate(Vector256.Create(second), x, Vector256.Create(first));

    private static Span<Vector256<float>> Vectors(Span<float> row) => MemoryMarshal.Cast<float, Vector256<float>>(row);

    private static ReadOnlySpan<Vector256<float>> Vectors(ReadOnlySpan<float> row) => MemoryMarshal.Cast<float, Vector256<float>>(row);
}
