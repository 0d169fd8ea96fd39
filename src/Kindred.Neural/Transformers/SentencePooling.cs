using Kindred.Neural.Native;
using static TorchSharp.torch;

namespace Kindred.Neural.Transformers;

/// <summary>Pooling and normalisation on libtorch.</summary>
internal static class SentencePooling
{
    /// <summary>One vector a text.</summary>
    /// <param name="head">What to do.</param>
    /// <param name="tokens">Float32 [B × T × H].</param>
    /// <param name="mask">Int64 [B × T], 1 for tokens.</param>
    /// <returns>Float32 [B × H].</returns>
    public static Tensor Apply(SentenceHead head, Tensor tokens, Tensor mask)
    {
        Tensor weight = mask.to_type(ScalarType.Float32).unsqueeze(2); // (B, T, 1)
        Tensor pooled = head.Mode switch
        {
            PoolingMode.Mean => (tokens * weight).sum(1) / weight.sum(1),
            PoolingMode.MeanSquareRoot => (tokens * weight).sum(1) / weight.sum(1).sqrt(),
            PoolingMode.Max => tokens.FilledWhere(weight.IsZero(), double.NegativeInfinity).max(1).values,
            _ => tokens.select(1, 0),
        };
        return head.Normalize ? pooled.WithUnitRows() : pooled;
    }
}
