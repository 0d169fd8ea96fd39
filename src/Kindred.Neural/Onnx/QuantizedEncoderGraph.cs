using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>An encoder whose linear layers multiply 8-bit whole numbers, in ONNX Runtime's fused operators.</summary>
/// <remarks>
/// Weights are quantised once, by output column, to ±63, so that 16-bit sums of processors without VNNI cannot overflow; activations anew for every
/// batch (dynamic quantisation: Jacob et al., 2018).
/// </remarks>
internal sealed class QuantizedEncoderGraph(EncoderWeights weights, SentenceHead head) : EncoderGraph(weights, head)
{
    private const int WeightRange = 63;
    private const int TableRange = 127;

    protected override string HiddenTokens(string mask) => Graph.Node("Cast", [mask], ("to", (long)OnnxGraph.Element.Int32));

    protected override string TokenRows()
    {
        (int rows, int width) = (Config.VocabularySize, Config.HiddenSize);
        (sbyte[] values, float[] scales) = WeightMatrix.Quantize(Weights[ParameterNames.Tokens], rows, width, TableRange);
        string numbers = Graph.Node("Gather", [Graph.Constant(values, rows, width), "input_ids"], ("axis", 0));
        string factors = Graph.Node("Gather", [Graph.Constant(scales, rows, 1), "input_ids"], ("axis", 0));
        return Graph.Node("Mul", [Graph.Node("Cast", [numbers], ("to", (long)OnnxGraph.Element.Single)), factors]);
    }

    protected override string Attention(LayerNames names, string x, string hidden)
    {
        (float[] matrix, float[] offsets) = Projections(names);
        (string weight, string scales) = Quantized(matrix, offsets.Length);
        string[] input = Graph.Nodes("DynamicQuantizeLinear", [x], 3); // numbers, scale, zero point
        return Graph.Node(Own("QAttention"), [input[0], weight, Graph.Constant(offsets, offsets.Length), input[1], scales, hidden, input[2]], ("num_heads", AttentionWidth(names) / Config.HeadSize));
    }

    protected override string Linear(string x, float[] matrix, float[] bias)
    {
        (string weight, string scales) = Quantized(matrix, bias.Length);
        return Graph.Node(Own("DynamicQuantizeMatMul"), [x, weight, scales, string.Empty, Graph.Constant(bias, bias.Length)]);
    }

    private static string Own(string operation) => $"{OnnxGraph.RuntimeDomain}.{operation}";

    // A matrix [inputs × outputs] as whole numbers, and the factor of each output.
    private (string Weight, string Scales) Quantized(float[] matrix, int outputs)
    {
        int inputs = matrix.Length / outputs;
        (sbyte[] columns, float[] scales) = WeightMatrix.Quantize(WeightMatrix.Transpose(matrix, inputs, outputs), outputs, inputs, WeightRange);
        return (Graph.Constant(WeightMatrix.Transpose(columns, outputs, inputs), inputs, outputs), Graph.Constant(scales, outputs));
    }
}
