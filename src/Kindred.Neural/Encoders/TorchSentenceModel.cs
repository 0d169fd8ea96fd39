using Kindred.Neural.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Encoders;

/// <summary>The transformer on libtorch with its pooling.</summary>
internal sealed class TorchSentenceModel(Transformers.TransformerEncoder encoder, SentenceHead head) : ISentenceModel
{
    public int Dimensions => encoder.Config.HiddenSize;

    public int MaxTokens => encoder.Config.MaxTokens;

    public int PadTokenId => encoder.Config.PadTokenId;

    // libtorch spreads every operator over its own threads.
    public int BatchesAtOnce => 1;

    public float[] Run(long[] ids, long[] mask, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = inference_mode();
        Tensor attention = tensor(mask, [rows, columns]);
        Tensor tokens = encoder.Forward(tensor(ids, [rows, columns]), attention);
        return SentencePooling.Apply(head, tokens, attention).data<float>().ToArray();
    }

    public void Dispose() => encoder.Dispose();
}
