using Kindred.Domain;
using Kindred.Neural.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Encoders;

/// <summary>The transformer on libtorch with its pooling.</summary>
internal sealed class TorchSentenceModel(Transformers.TransformerEncoder encoder, SentenceHead head) : ISentenceModel
{
    /// <summary>Copies the weights into libtorch.</summary>
    /// <param name="weights">The encoder.</param>
    /// <param name="head">Pooling and normalisation.</param>
    /// <param name="options">Precision and threads.</param>
    /// <param name="hasBFloat16">Whether the processor has bfloat16 instructions.</param>
    /// <exception cref="KindredDataException">The processor has no instructions for the precision that is asked for.</exception>
    public static TorchSentenceModel Create(EncoderWeights weights, SentenceHead head, TextEncoderOptions options, bool hasBFloat16)
    {
        bool half = options.Precision == EncoderPrecision.BFloat16;
        if (half && !hasBFloat16)
        {
            throw new KindredDataException("This processor has no bfloat16 instructions (AVX-512 BF16 or AMX): BFloat16 would be slower here than Float32. Use Float32, or Int8 on another runtime.");
        }

        var encoder = new Transformers.TransformerEncoder(weights) { Precision = half ? ScalarType.BFloat16 : ScalarType.Float32 };
        if (options.Threads > 0)
        {
            set_num_threads(options.Threads);
        }

        return new TorchSentenceModel(encoder, head);
    }

    public int Dimensions => encoder.Config.HiddenSize;

    public int MaxTokens => encoder.Config.MaxTokens;

    public int PadTokenId => encoder.Config.PadTokenId;

    // libtorch spreads every operator over its own threads.
    public int BatchesAtOnce => 1;

    public int SuitableTokens => 1024;

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
