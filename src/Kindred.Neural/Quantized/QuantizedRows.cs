using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kindred.Neural.Quantized;

/// <summary>Rows of floats as whole numbers 0 to 127, each row with its own smallest value and step: x ≈ low + step · q.</summary>
/// <remarks>Seven bits, so that the products of four numbers with weights of ±63 add up within 16 bits.</remarks>
internal sealed class QuantizedRows(int rows, int columns)
{
    private const int Range = 127;

    /// <summary>Numbers of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Bytes from one row to the next: the columns, rounded up to 8; the bytes between are 0.</summary>
    public int Stride { get; } = (columns + 7) / 8 * 8;

    public byte[] Values { get; } = new byte[rows * ((columns + 7) / 8 * 8)];

    public float[] Lows { get; } = new float[rows];

    public float[] Steps { get; } = new float[rows];

    /// <summary>Replaces one row.</summary>
    public void Set(int row, ReadOnlySpan<float> values)
    {
        (float low, float high) = Limits(values);
        float step = (high - low) / Range;
        float factor = step > 0 ? 1 / step : 0;
        (Lows[row], Steps[row]) = (low, step);
        Round(values, low, factor, Values.AsSpan(row * Stride, values.Length));
    }

    private static (float Low, float High) Limits(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        (Vector256<float> least, Vector256<float> most) = (Vector256.Create(float.PositiveInfinity), Vector256.Create(float.NegativeInfinity));
        foreach (Vector256<float> vector in vectors)
        {
            (least, most) = (Vector256.MinNative(least, vector), Vector256.MaxNative(most, vector));
        }

        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < Vector256<float>.Count; i++)
        {
            (low, high) = (MathF.Min(low, least[i]), MathF.Max(high, most[i]));
        }

        foreach (float value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
        }

        return (low, high);
    }

    private static void Round(ReadOnlySpan<float> values, float low, float factor, Span<byte> target)
    {
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        Vector256<float> lows = Vector256.Create(low);
        Vector256<float> factors = Vector256.Create(factor);
        Vector256<float> half = Vector256.Create(0.5f);
        int done = 0;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            Vector256<short> first = Vector256.Narrow(Whole(vectors[i]), Whole(vectors[i + 1]));
            Vector256<short> second = Vector256.Narrow(Whole(vectors[i + 2]), Whole(vectors[i + 3]));
            Vector256.Narrow(first, second).AsByte().CopyTo(target[done..]);
            done += Vector256<byte>.Count;
        }

        for (int i = done; i < values.Length; i++)
        {
            target[i] = (byte)(((values[i] - low) * factor) + 0.5f);
        }

        Vector256<int> Whole(Vector256<float> x) => Vector256.ConvertToInt32Native(((x - lows) * factors) + half);
    }
}
