using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>An encoder in standard operators, computed in float32; weights are kept as float32 or float16.</summary>
internal sealed class FloatEncoderGraph(EncoderWeights weights, SentenceHead head, bool half) : EncoderGraph(weights, head, tokensFirst: false)
{
    protected override string TokenRows(string ids)
    {
        (float[] table, int rows, int width) = (Weights[ParameterNames.Tokens], Config.VocabularySize, Config.HiddenSize);
        return half
            ? ToSingle(Graph.Node("Gather", [Graph.Constant(WeightMatrix.ToHalf(table), rows, width), ids], ("axis", 0)))
            : Graph.Node("Gather", [Graph.Constant(table, rows, width), ids], ("axis", 0));
    }

    protected override string Table(float[] values, int rows, int columns) =>
        half ? ToSingle(Graph.Constant(WeightMatrix.ToHalf(values), rows, columns)) : base.Table(values, rows, columns);

    protected override string Linear(string x, float[] matrix, float[] bias) =>
        Graph.Node("Add", [Graph.Node("MatMul", [x, Table(matrix, matrix.Length / bias.Length, bias.Length)]), Graph.Constant(bias, bias.Length)]);

    protected override string Attention(LayerNames names, string x, string hidden)
    {
        int width = AttentionWidth(names);
        (float[] Matrix, float[] Bias)[] parts = Projections(names);
        float[] matrix = WeightMatrix.SideBySide([.. parts.Select(p => p.Matrix)], Config.HiddenSize, width);
        string all = Linear(x, matrix, [.. parts.SelectMany(p => p.Bias)]);
        string[] split = Graph.Nodes("Split", [all], 3, ("axis", -1), ("num_outputs", 3));
        string query = Turned(split[0], width, 0, 2, 1, 3); // (B, heads, T, H / heads)
        string key = Turned(split[1], width, 0, 2, 3, 1); // (B, heads, H / heads, T)
        string value = Turned(split[2], width, 0, 2, 1, 3);
        string share = Graph.Node("Softmax", [Graph.Node("Add", [Graph.Node("MatMul", [query, key]), hidden])], ("axis", -1));
        string mixed = Graph.Node("Transpose", [Graph.Node("MatMul", [share, value])], ("perm", new long[] { 0, 2, 1, 3 }));
        return Graph.Node("Reshape", [mixed, Axes(0, 0, width)]);
    }

    private string Turned(string x, int width, params long[] order) => Graph.Node("Transpose", [Heads(x, width)], ("perm", order));

    private string ToSingle(string x) => Graph.Node("Cast", [x], ("to", (long)OnnxGraph.Element.Single));
}
