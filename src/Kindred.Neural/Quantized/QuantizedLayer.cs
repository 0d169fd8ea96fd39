using System.Numerics.Tensors;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Quantized;

/// <summary>One layer of the transformer.</summary>
internal sealed class QuantizedLayer
{
    private readonly EncoderConfig _config;
    private readonly int _heads;
    private readonly PackedLinear _projections;
    private readonly PackedLinear _attentionOutput;
    private readonly PackedLinear _intermediate;
    private readonly PackedLinear _output;
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _outputNorm;

    public QuantizedLayer(EncoderWeights weights, LayerNames names)
    {
        _config = weights.Config;
        _heads = weights[names.Query + ".bias"].Length / _config.HeadSize;
        _projections = Projections(weights, names);
        _attentionOutput = Linear(weights, names.AttentionOutput);
        _intermediate = Linear(weights, names.Intermediate);
        _output = Linear(weights, names.Output);
        _attentionNorm = new LayerNorm(weights, names.AttentionNorm);
        _outputNorm = new LayerNorm(weights, names.OutputNorm);
    }

    /// <summary>Puts the tokens of some texts, standing one after another, through the layer.</summary>
    /// <param name="space">Has the tokens and receives what becomes of them.</param>
    /// <param name="lengths">Tokens of each text.</param>
    public void Apply(EncoderWorkspace space, ReadOnlySpan<int> lengths)
    {
        int tokens = TensorPrimitives.Sum(lengths);
        Multiply(_projections, space.X, space.NarrowRows, tokens, space.Projections);
        int first = 0;
        foreach (int length in lengths)
        {
            SelfAttention.Apply(space, first, length, _heads, _config.HeadSize);
            first += length;
        }

        Multiply(_attentionOutput, space.Mixed, space.HeadRows(_heads * _config.HeadSize), tokens, space.Mixed);
        _attentionNorm.Apply(space.X, space.Mixed, tokens);
        Multiply(_intermediate, space.X, space.NarrowRows, tokens, space.Inner);
        RowKernels.Activate(space.Inner.AsSpan(0, tokens * _config.IntermediateSize), _config.Activation);
        Multiply(_output, space.Inner, space.WideRows, tokens, space.Mixed);
        _outputNorm.Apply(space.X, space.Mixed, tokens);
    }

    private static void Multiply(PackedLinear layer, float[] input, QuantizedRows rows, int tokens, float[] target)
    {
        int width = rows.Columns;
        for (int token = 0; token < tokens; token++)
        {
            rows.Set(token, input.AsSpan(token * width, width));
        }

        layer.Apply(rows, tokens, target);
    }

    private static PackedLinear Linear(EncoderWeights weights, string name) => new(weights[name + ".weight"], weights[name + ".bias"]);

    // One product for query, key and value; the query's part carries attention's 1/√d.
    private static PackedLinear Projections(EncoderWeights weights, LayerNames names)
    {
        float scale = 1 / MathF.Sqrt(weights.Config.HeadSize);
        float[] Scaled(string part) => Array.ConvertAll(weights[names.Query + part], v => v * scale);
        return new PackedLinear(
            [.. Scaled(".weight"), .. weights[names.Key + ".weight"], .. weights[names.Value + ".weight"]],
            [.. Scaled(".bias"), .. weights[names.Key + ".bias"], .. weights[names.Value + ".bias"]]);
    }
}
