using Kindred.Neural.Native;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Transformer and classification head on libtorch: one number a pair.</summary>
internal sealed class PairClassifier : IDisposable
{
    private readonly Parameter[] _head;

    public PairClassifier(EncoderWeights weights, PairHead head)
    {
        Encoder = new TransformerEncoder(weights);
        _head = [.. PairHead.Layout(weights.Config).Zip(head.Values, (l, values) => TransformerEncoder.NewParameter(values, l.Shape))];
    }

    public TransformerEncoder Encoder { get; }

    public EncoderConfig Config => Encoder.Config;

    /// <summary>All that is trained.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Encoder.Parameters.Values, .. _head];

    /// <summary>The logits of pairs, float32 [B].</summary>
    public Tensor Forward(IReadOnlyList<PairTokens> pairs, bool training = false)
    {
        TokenBatch batch = TokenBatch.Create([.. pairs.Select(p => p.Ids)], Config.PadTokenId);
        Tensor? segments = Config.SegmentCount > 1 ? TokenBatch.Create([.. pairs.Select(p => p.Segments)], 0).Ids : null;
        Tensor first = Encoder.Forward(batch.Ids, batch.Mask, segments, training).select(1, 0); // (B, H)
        Tensor inner = Drop(nn.functional.linear(first, _head[0], _head[1]).tanh(), training);
        return nn.functional.linear(inner, _head[2], _head[3]).squeeze(1); // (B)
    }

    public PairHead ToHead()
    {
        float[][] values = [.. _head.Select(p => p.ToFloats())];
        return new PairHead(values[0], values[1], values[2], values[3]);
    }

    /// <summary>A copy of all parameters, in their order.</summary>
    public float[][] ToArrays() => [.. Parameters.Select(p => p.ToFloats())];

    /// <summary>Puts parameters back as they were.</summary>
    public void Load(float[][] values)
    {
        using IDisposable quiet = no_grad();
        foreach ((Parameter parameter, float[] kept) in Parameters.Zip(values))
        {
            parameter.Overwrite(kept);
        }
    }

    public void Dispose()
    {
        Encoder.Dispose();
        Array.ForEach(_head, p => p.Dispose());
    }

    private Tensor Drop(Tensor x, bool training) => training && Config.Dropout > 0 ? nn.functional.dropout(x, Config.Dropout) : x;
}
