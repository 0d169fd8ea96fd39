using System.Numerics.Tensors;

namespace Kindred.Index;

/// <summary>One int8 code a slot: 4 bytes scale, 4 bytes bias, then the components, padded with zeros.</summary>
/// <remarks>
/// v[i] ≈ scale · code[i] with scale = max |v| / 127, so the error of a component is at most half a scale. For the Euclidean metric
/// −|q − v|² = −|q|² − |v|² + 2 q·v: the bias is −|v|² and the scale carries √2. Bytes a slot: the stride.
/// </remarks>
internal sealed unsafe class CodeTable(VectorMetric metric, int dimensions, Block<byte> codes)
{
    /// <summary>Bytes before the components.</summary>
    public const int Header = 2 * sizeof(float);

    public CodeTable(VectorMetric metric, int dimensions, int slots)
        : this(metric, dimensions, new Block<byte>((long)slots * StrideOf(dimensions)))
    {
    }

    public Block<byte> Codes { get; } = codes;

    /// <summary>Bytes from one code to the next.</summary>
    public int Stride { get; } = StrideOf(dimensions);

    public static int StrideOf(int dimensions) => Header + ((dimensions + Int8Kernels.Padding - 1) / Int8Kernels.Padding * Int8Kernels.Padding);

    public CodeTable Resize(int slots) => new(metric, dimensions, Codes.Resize((long)slots * Stride));

    /// <summary>Codes the vector of a slot.</summary>
    public void Encode(int slot, float* vector) => Encode(vector, Codes.Pointer + ((long)slot * Stride));

    /// <summary>Codes a prepared vector.</summary>
    public void Encode(float* vector, byte* code)
    {
        new Span<byte>(code, Stride).Clear();
        var components = new ReadOnlySpan<float>(vector, dimensions);
        float scale = Math.Abs(TensorPrimitives.MaxMagnitude(components)) / 127;
        bool euclidean = metric == VectorMetric.Euclidean;
        ((float*)code)[0] = euclidean ? scale * float.Sqrt(2) : scale;
        ((float*)code)[1] = euclidean ? -TensorPrimitives.Dot(components, components) : 0;
        float inverse = scale > 0 ? 1 / scale : 0;
        if (!float.IsFinite(inverse))
        {
            return;
        }

        sbyte* target = (sbyte*)code + Header;
        for (int i = 0; i < dimensions; i++)
        {
            target[i] = (sbyte)Math.Clamp((int)MathF.Round(vector[i] * inverse), -127, 127);
        }
    }
}
