using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Associations;

/// <summary>The vectors of many texts while an encoder is in training.</summary>
internal static class TitleVectors
{
    private const int ChunkSize = 256;

    /// <summary>Vectors of length 1, [texts × H], without gradients.</summary>
    public static Tensor Compute(TransformerEncoder encoder, SentenceHead head, IReadOnlyList<int[]> tokens)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. tokens.Chunk(ChunkSize).Select(chunk => Vectors(encoder, head with { Normalize = true }, chunk))];
        return cat(parts).MoveToOuterDisposeScope();
    }

    private static Tensor Vectors(TransformerEncoder encoder, SentenceHead head, int[][] chunk)
    {
        using DisposeScope scope = NewDisposeScope();
        TokenBatch batch = TokenBatch.Create(chunk, encoder.Config.PadTokenId);
        return SentencePooling.Apply(head, encoder.Forward(batch.Ids, batch.Mask), batch.Mask).MoveToOuterDisposeScope();
    }
}
