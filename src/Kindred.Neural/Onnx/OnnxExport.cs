using Kindred.Neural.Encoders;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>Writes an encoder with its pooling as an ONNX file: in come token numbers and mask, out comes one vector a text.</summary>
/// <remarks>
/// Float32 and float16 are of standard operators only. Float16 keeps the weights as float16 and computes in float32, which every processor does.
/// Int8 uses ONNX Runtime's own operators besides, so it needs ONNX Runtime.
/// </remarks>
public static class OnnxExport
{
    /// <summary>The bytes of the file.</summary>
    /// <param name="weights">The encoder.</param>
    /// <param name="head">Pooling and normalisation.</param>
    /// <param name="precision">Float32, float16 or int8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another precision.</exception>
    public static byte[] ToBytes(EncoderWeights weights, SentenceHead head, EncoderPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentOutOfRangeException.ThrowIfEqual((int)precision, (int)EncoderPrecision.BFloat16, nameof(precision));
        EncoderGraph graph = precision == EncoderPrecision.Int8
            ? new QuantizedEncoderGraph(weights, head) : new FloatEncoderGraph(weights, head, half: precision == EncoderPrecision.Float16);
        return graph.Build();
    }
}
