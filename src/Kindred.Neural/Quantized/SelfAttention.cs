using System.Numerics.Tensors;

namespace Kindred.Neural.Quantized;

/// <summary>Attention of one text to itself (Vaswani et al., 2017, section 3.2); the query already carries 1/√d.</summary>
internal static class SelfAttention
{
    /// <summary>Mixes the values of all heads of one text.</summary>
    /// <param name="space">Has the projections, and receives the mixed values.</param>
    /// <param name="first">The text's first token.</param>
    /// <param name="tokens">Tokens of the text.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headSize">Width of a head, a multiple of <see cref="SmallProduct.ColumnBlock"/>.</param>
    public static void Apply(EncoderWorkspace space, int first, int tokens, int heads, int headSize)
    {
        int width = heads * headSize;
        int columns = RoundUp(tokens, SmallProduct.ColumnBlock);
        int rows = RoundUp(tokens, SmallProduct.RowBlock);
        space.Fit(headSize * columns, rows * columns);
        ReadOnlySpan<float> projections = space.Projections.AsSpan(first * 3 * width);
        for (int head = 0; head < heads; head++)
        {
            int at = head * headSize;
            Turn(projections[(width + at)..], 3 * width, tokens, headSize, space.Keys, columns);
            SmallProduct.Apply(projections[at..], 3 * width, space.Keys, columns, space.Shares, columns, (tokens, headSize, columns));
            Softmax(space.Shares, tokens, columns);
            SmallProduct.Apply(space.Shares, columns, projections[((2 * width) + at)..], 3 * width, space.Mixed.AsSpan((first * width) + at), width, (tokens, tokens, headSize));
        }
    }

    // Keys [tokens × head size] to [head size × tokens].
    private static void Turn(ReadOnlySpan<float> keys, int stride, int tokens, int headSize, Span<float> target, int columns)
    {
        for (int token = 0; token < tokens; token++)
        {
            ReadOnlySpan<float> key = keys.Slice(token * stride, headSize);
            for (int i = 0, place = token; i < key.Length; i++, place += columns)
            {
                target[place] = key[i];
            }
        }
    }

    private static void Softmax(float[] scores, int tokens, int columns)
    {
        for (int row = 0; row < tokens; row++)
        {
            RowKernels.Center(scores.AsSpan(row * columns, columns), tokens);
        }

        Span<float> all = scores.AsSpan(0, tokens * columns);
        TensorPrimitives.Exp(all, all);
        for (int row = 0; row < tokens; row++)
        {
            RowKernels.Share(scores.AsSpan(row * columns, columns));
        }
    }

    private static int RoundUp(int number, int block) => (number + block - 1) / block * block;
}
