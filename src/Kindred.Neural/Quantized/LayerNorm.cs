using Kindred.Neural.Transformers;

namespace Kindred.Neural.Quantized;

/// <summary>The parameters of a layer norm.</summary>
internal sealed class LayerNorm(EncoderWeights weights, string name)
{
    private readonly float[] _factors = weights[name + ".weight"];
    private readonly float[] _offsets = weights[name + ".bias"];
    private readonly float _epsilon = (float)weights.Config.LayerNormEpsilon;

    /// <summary>Norms the sums of rows, in the place of the first.</summary>
    public void Apply(Span<float> rows, ReadOnlySpan<float> added, int count)
    {
        int width = _factors.Length;
        for (int row = 0; row < count; row++)
        {
            RowKernels.AddAndNorm(rows.Slice(row * width, width), added.Slice(row * width, width), _factors, _offsets, _epsilon);
        }
    }
}
