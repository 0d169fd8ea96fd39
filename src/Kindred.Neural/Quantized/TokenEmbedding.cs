using System.Numerics.Tensors;
using Kindred.Neural.Onnx;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Quantized;

/// <summary>The vectors of tokens and places; tokens as whole numbers of ±127 by row.</summary>
internal sealed class TokenEmbedding
{
    private const int TableRange = 127;

    private readonly sbyte[] _tokens;
    private readonly float[] _scales;
    private readonly float[] _positions;
    private readonly LayerNorm _norm;
    private readonly EncoderConfig _config;

    public TokenEmbedding(EncoderWeights weights)
    {
        _config = weights.Config;
        int width = _config.HiddenSize;
        (_tokens, _scales) = WeightMatrix.Quantize(weights[ParameterNames.Tokens], _config.VocabularySize, width, TableRange);
        _positions = weights[ParameterNames.Positions][(_config.FirstPosition * width)..];
        for (int row = 0; row < _positions.Length && _config.SegmentCount > 0; row += width)
        {
            TensorPrimitives.Add(_positions.AsSpan(row, width), weights[ParameterNames.Segments].AsSpan(0, width), _positions.AsSpan(row, width));
        }

        _norm = new LayerNorm(weights, ParameterNames.EmbeddingNorm);
    }

    /// <summary>Writes the rows of one text.</summary>
    /// <param name="ids">Its tokens.</param>
    /// <param name="target">Receives one row a token.</param>
    public void Apply(ReadOnlySpan<long> ids, Span<float> target)
    {
        int width = _config.HiddenSize;
        for (int place = 0; place < ids.Length; place++)
        {
            ReadOnlySpan<sbyte> row = _tokens.AsSpan(checked((int)ids[place]) * width, width);
            Span<float> vector = target.Slice(place * width, width);
            TensorPrimitives.ConvertTruncating(row, vector);
            TensorPrimitives.Multiply(vector, _scales[ids[place]], vector);
        }

        _norm.Apply(target, _positions, ids.Length);
    }
}
