using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>An encoder whose linear layers multiply 8-bit whole numbers, in ONNX Runtime's fused operators.</summary>
/// <remarks>
/// Weights are quantised once, by output column, to ±63, so that 16-bit sums of processors without VNNI cannot overflow; activations anew for every
/// batch (dynamic quantisation: Jacob et al., 2018). With the tokens' dimension before the texts' the products of attention read the heads where they lie
/// ("transBatch"), and only what they give is turned. ONNX Runtime's fused attention multiplies text by text instead: three small 8-bit products a head.
/// GELU is that of tanh in both its forms: they differ by less than 10⁻³, a tenth of an activation's step, and erf takes twice the time.
/// </remarks>
internal sealed class QuantizedEncoderGraph(EncoderWeights weights, SentenceHead head) : EncoderGraph(weights, head, tokensFirst: true)
{
    private const int WeightRange = 63;
    private const int TableRange = 127;

    protected override string TokenRows(string ids)
    {
        (int rows, int width) = (Config.VocabularySize, Config.HiddenSize);
        (sbyte[] values, float[] scales) = WeightMatrix.Quantize(Weights[ParameterNames.Tokens], rows, width, TableRange);
        string numbers = Graph.Node("Gather", [Graph.Constant(values, rows, width), ids], ("axis", 0));
        string factors = Graph.Node("Gather", [Graph.Constant(scales, rows, 1), ids], ("axis", 0));
        return Graph.Node("Mul", [Graph.Node("Cast", [numbers], ("to", (long)OnnxGraph.Element.Single)), factors]);
    }

    protected override string Attention(LayerNames names, string x, string hidden)
    {
        int width = AttentionWidth(names);
        string[] input = Graph.Nodes("DynamicQuantizeLinear", [x], 3); // numbers, scale, zero point
        string[] parts = [.. Projections(names).Select(p => Heads(Product(input, p.Matrix, p.Bias), width))]; // (T, B, heads, d)
        string scores = Graph.Node(Own("FusedMatMul"), [parts[0], parts[1]], ("transB", 1), ("transBatchA", 1), ("transBatchB", 1)); // (B, heads, T, T)
        string share = Graph.Node("Softmax", [Graph.Node("Add", [scores, hidden])], ("axis", -1));
        string mixed = Graph.Node(Own("FusedMatMul"), [share, parts[2]], ("transBatchB", 1)); // (B, heads, T, d)
        return Graph.Node("Reshape", [Graph.Node("Transpose", [mixed], ("perm", new long[] { 2, 0, 1, 3 })), Axes(0, 0, width)]);
    }

    protected override string Activate(string x) =>
        Config.Activation == EncoderActivation.Relu ? base.Activate(x) : Graph.Node(Own("FastGelu"), [x]);

    protected override string Linear(string x, float[] matrix, float[] bias)
    {
        (string weight, string scales) = Quantized(matrix, bias.Length);
        return Graph.Node(Own("DynamicQuantizeMatMul"), [x, weight, scales, string.Empty, Graph.Constant(bias, bias.Length)]);
    }

    // A linear layer of an input that is quantised already.
    private string Product(string[] input, float[] matrix, float[] bias)
    {
        (string weight, string scales) = Quantized(matrix, bias.Length);
        return Graph.Node(Own("MatMulIntegerToFloat"), [input[0], weight, input[1], scales, input[2], string.Empty, Graph.Constant(bias, bias.Length)]);
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
