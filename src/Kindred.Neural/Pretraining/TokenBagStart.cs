using System.Numerics.Tensors;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Pretraining;

/// <summary>Starts an encoder so that, before it is trained, the mean of its outputs is the mean of given token vectors, lengths included.</summary>
/// <remarks>
/// A BERT normalises every token's vector, so a length cannot stand in the length. It stands in the direction instead: what a vector lacks to the length 1 goes into
/// the last four components (two up, two down, so that the mean stays 0), and the weights of the last normalisation are 0 there. Output matrices of attention and
/// feed-forward layers start at 0, so every layer passes on what it gets, and learns from there (Zhang et al., 2019, "Fixup").
/// </remarks>
internal static class TokenBagStart
{
    /// <summary>Components that carry no meaning.</summary>
    public const int Spare = 4;

    // Longer vectors are cut to this percentile's length: the few longest would press all others together.
    private const double LongestPercentile = 0.995;

    /// <summary>Writes into the weights.</summary>
    /// <param name="weights">Random weights of the encoder.</param>
    /// <param name="rows">Token vectors, [V × (H − <see cref="Spare"/>)], the components of each adding up to 0.</param>
    public static void Apply(EncoderWeights weights, float[] rows)
    {
        int hidden = weights.Config.HiddenSize;
        int width = hidden - Spare;
        float longest = Longest(rows, width);
        for (int id = 0; id < weights.Config.VocabularySize; id++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(id * width, width);
            Span<float> target = weights[ParameterNames.Tokens].AsSpan(id * hidden, hidden);
            TensorPrimitives.Divide(row, Math.Max(longest, TensorPrimitives.Norm(row)), target[..width]);
            float rest = MathF.Sqrt(Math.Max(0, 1 - TensorPrimitives.SumOfSquares<float>(target[..width])) / Spare);
            for (int i = 0; i < Spare; i++)
            {
                target[width + i] = i % 2 == 0 ? rest : -rest;
            }
        }

        Array.Clear(weights[ParameterNames.Positions]);
        Array.Clear(weights[ParameterNames.Segments]);
        for (int layer = 0; layer < weights.Config.Layers; layer++)
        {
            var names = new LayerNames(layer);
            Array.Clear(weights[names.AttentionOutput + ".weight"]);
            Array.Clear(weights[names.Output + ".weight"]);
        }

        Array.Clear(weights[new LayerNames(weights.Config.Layers - 1).OutputNorm + ".weight"], width, Spare);
    }

    private static float Longest(float[] rows, int width)
    {
        float[] lengths = [.. Enumerable.Range(0, rows.Length / width).Select(id => TensorPrimitives.Norm<float>(rows.AsSpan(id * width, width))).Order()];
        return Math.Max(lengths[(int)(LongestPercentile * (lengths.Length - 1))], 1e-6f);
    }
}
