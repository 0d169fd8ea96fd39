using System.Numerics.Tensors;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>An encoder in standard operators, computed in float32; weights are kept as float32 or float16.</summary>
internal sealed class FloatEncoderGraph(EncoderWeights weights, SentenceHead head, bool half) : EncoderGraph(weights, head)
{
    protected override string HiddenTokens(string mask) => Graph.Node("Unsqueeze", [Bias(mask), Axes(1, 2)]); // (B, 1, 1, T)

    protected override string TokenRows()
    {
        (float[] table, int rows, int width) = (Weights[ParameterNames.Tokens], Config.VocabularySize, Config.HiddenSize);
        return half
            ? ToSingle(Graph.Node("Gather", [Graph.Constant(WeightMatrix.ToHalf(table), rows, width), "input_ids"], ("axis", 0)))
            : Graph.Node("Gather", [Graph.Constant(table, rows, width), "input_ids"], ("axis", 0));
    }

    protected override string Table(float[] values, int rows, int columns) =>
        half ? ToSingle(Graph.Constant(WeightMatrix.ToHalf(values), rows, columns)) : base.Table(values, rows, columns);

    protected override string Linear(string x, float[] matrix, float[] bias) =>
        Graph.Node("Add", [Graph.Node("MatMul", [x, Table(matrix, matrix.Length / bias.Length, bias.Length)]), Graph.Constant(bias, bias.Length)]);

    // The query's weights carry attention's 1/√d.
    protected override string Attention(LayerNames names, string x, string hidden)
    {
        int width = AttentionWidth(names);
        float scale = 1 / MathF.Sqrt(Config.HeadSize);
        (float[] matrix, float[] offsets) = Projections(names);
        for (int row = 0; row < Config.HiddenSize; row++)
        {
            TensorPrimitives.Multiply(matrix.AsSpan(row * 3 * width, width), scale, matrix.AsSpan(row * 3 * width, width));
        }

        TensorPrimitives.Multiply(offsets.AsSpan(0, width), scale, offsets.AsSpan(0, width));
        string[] split = Graph.Nodes("Split", [Linear(x, matrix, offsets)], 3, ("axis", -1), ("num_outputs", 3));
        string query = Heads(split[0], width, 0, 2, 1, 3); // (B, heads, T, H / heads)
        string key = Heads(split[1], width, 0, 2, 3, 1); // (B, heads, H / heads, T)
        string value = Heads(split[2], width, 0, 2, 1, 3);
        string share = Graph.Node("Softmax", [Graph.Node("Add", [Graph.Node("MatMul", [query, key]), hidden])], ("axis", -1));
        string mixed = Graph.Node("Transpose", [Graph.Node("MatMul", [share, value])], ("perm", new long[] { 0, 2, 1, 3 }));
        return Graph.Node("Reshape", [mixed, Axes(0, 0, width)]);
    }

    private string Heads(string x, int width, params long[] order) =>
        Graph.Node("Transpose", [Graph.Node("Reshape", [x, Axes(0, 0, width / Config.HeadSize, Config.HeadSize)])], ("perm", order));

    private string ToSingle(string x) => Graph.Node("Cast", [x], ("to", (long)OnnxGraph.Element.Single));
}
