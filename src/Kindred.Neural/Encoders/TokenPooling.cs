using System.Numerics.Tensors;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Encoders;

/// <summary>Pooling and normalisation in managed memory.</summary>
internal static class TokenPooling
{
    // Keeps the division by the length finite for a vector of zeros, as in sentence-transformers.
    private const float SmallestLength = 1e-12f;

    /// <summary>One vector of a text's tokens.</summary>
    /// <param name="head">What to do.</param>
    /// <param name="tokens">The tokens' vectors, one after another, without padding; at least one.</param>
    /// <param name="vector">Receives the text's vector.</param>
    public static void Apply(SentenceHead head, ReadOnlySpan<float> tokens, Span<float> vector)
    {
        int width = vector.Length;
        int used = head.Mode == PoolingMode.FirstToken ? 1 : tokens.Length / width;
        tokens[..width].CopyTo(vector);
        for (int i = 1; i < used; i++)
        {
            ReadOnlySpan<float> token = tokens.Slice(i * width, width);
            if (head.Mode == PoolingMode.Max)
            {
                TensorPrimitives.Max(vector, token, vector);
            }
            else
            {
                TensorPrimitives.Add(vector, token, vector);
            }
        }

        float divisor = head.Mode switch { PoolingMode.Mean => used, PoolingMode.MeanSquareRoot => MathF.Sqrt(used), _ => 1 };
        divisor *= head.Normalize ? MathF.Max(TensorPrimitives.Norm<float>(vector) / divisor, SmallestLength) : 1;
        TensorPrimitives.Divide(vector, divisor, vector);
    }
}
