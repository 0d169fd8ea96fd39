using System.Numerics.Tensors;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>The graph of an encoder with its pooling; how its layers compute is the derived classes' matter.</summary>
/// <remarks>Positions carry segment 0. B = texts, T = tokens a text, H = hidden size.</remarks>
/// <param name="weights">The encoder.</param>
/// <param name="head">Pooling and normalisation.</param>
/// <param name="tokensFirst">Whether the layers compute on [T × B × H] instead of [B × T × H].</param>
internal abstract class EncoderGraph(EncoderWeights weights, SentenceHead head, bool tokensFirst)
{
    private const float HiddenBias = 1e9f;

    protected OnnxGraph Graph { get; } = new();

    protected EncoderConfig Config => Weights.Config;

    protected EncoderWeights Weights { get; } = weights;

    /// <summary>The whole model file.</summary>
    public byte[] Build()
    {
        Graph.Input("input_ids", OnnxGraph.Element.Int64, ["batch", "tokens"]);
        Graph.Input("attention_mask", OnnxGraph.Element.Int64, ["batch", "tokens"]);
        string mask = Graph.Node("Cast", ["attention_mask"], ("to", (long)OnnxGraph.Element.Single));
        string hidden = Graph.Node("Unsqueeze", [Bias(mask), Axes(1, 2)]); // (B, 1, 1, T)
        string x = Embed(tokensFirst ? Graph.Node("Transpose", ["input_ids"], ("perm", new long[] { 1, 0 })) : "input_ids");
        for (int layer = 0; layer < Config.Layers; layer++)
        {
            var names = new LayerNames(layer);
            x = AddAndNorm(names.AttentionNorm, x, Linear(Attention(names, x, hidden), Transposed(names.AttentionOutput), Weights[names.AttentionOutput + ".bias"]));
            string inner = Activate(Linear(x, Transposed(names.Intermediate), Weights[names.Intermediate + ".bias"]));
            x = AddAndNorm(names.OutputNorm, x, Linear(inner, Transposed(names.Output), Weights[names.Output + ".bias"]));
        }

        Pool(tokensFirst ? Graph.Node("Transpose", [x], ("perm", new long[] { 1, 0, 2 })) : x, mask);
        return Graph.ToBytes("kindred-encoder");
    }

    /// <summary>The vectors of tokens, float32, one row for each of the numbers.</summary>
    protected abstract string TokenRows(string ids);

    /// <summary>Attention of all heads without the linear layer after it; what hides padding is float32 [B × 1 × 1 × T], added to the scores.</summary>
    protected abstract string Attention(LayerNames names, string x, string hidden);

    /// <summary>x [… × inputs] times a matrix [inputs × outputs] plus bias.</summary>
    protected abstract string Linear(string x, float[] matrix, float[] bias);

    /// <summary>A table of constants as float32.</summary>
    protected virtual string Table(float[] values, int rows, int columns) => Graph.Constant(values, rows, columns);

    /// <summary>The layer norm of a sum.</summary>
    protected virtual string AddAndNorm(string name, string x, string y) => Graph.Node(
        "LayerNormalization", [Graph.Node("Add", [x, y]), .. NormParameters(name)], ("axis", -1), ("epsilon", Config.LayerNormEpsilon));

    /// <summary>The activation of the feed-forward part.</summary>
    protected virtual string Activate(string x) => Config.Activation switch
    {
        EncoderActivation.Relu => Graph.Node("Relu", [x]),
        EncoderActivation.GeluTanh => Graph.Node("Gelu", [x], ("approximate", "tanh")),
        _ => Graph.Node("Gelu", [x]),
    };

    /// <summary>A layer norm's factors and offsets.</summary>
    protected string[] NormParameters(string name) =>
        [Graph.Constant(Weights[name + ".weight"], Config.HiddenSize), Graph.Constant(Weights[name + ".bias"], Config.HiddenSize)];

    /// <summary>Width of a layer's heads together: H, or less where heads were taken out.</summary>
    protected int AttentionWidth(LayerNames names) => Weights[names.Query + ".bias"].Length;

    /// <summary>The matrices [H × W] and biases of query, key and value, W being <see cref="AttentionWidth"/>; the query's carry attention's 1/√d.</summary>
    protected (float[] Matrix, float[] Bias)[] Projections(LayerNames names)
    {
        float scale = 1 / MathF.Sqrt(Config.HeadSize);
        return [Part(names.Query, scale), Part(names.Key, 1), Part(names.Value, 1)];

        (float[] Matrix, float[] Bias) Part(string name, float factor) =>
            (Array.ConvertAll(Transposed(name), v => v * factor), Array.ConvertAll(Weights[name + ".bias"], v => v * factor));
    }

    /// <summary>Rows as wide as a layer's heads, cut into heads.</summary>
    protected string Heads(string x, int width) => Graph.Node("Reshape", [x, Axes(0, 0, width / Config.HeadSize, Config.HeadSize)]);

    /// <summary>Numbers as a constant of one dimension.</summary>
    protected string Axes(params long[] numbers) => Graph.Constant(numbers, numbers.Length);

    // 0 where the mask is 1, a large negative number where it is 0.
    private string Bias(string mask) => Graph.Node("Mul", [Graph.Node("Sub", [mask, Graph.Constant([1f])]), Graph.Constant([HiddenBias])]);

    private string Embed(string ids)
    {
        int width = Config.HiddenSize;
        var positions = Weights[ParameterNames.Positions].ToArray();
        for (int row = 0; row < Config.MaxPositions && Config.SegmentCount > 0; row++)
        {
            Span<float> position = positions.AsSpan(row * width, width);
            TensorPrimitives.Add(position, Weights[ParameterNames.Segments].AsSpan(0, width), position);
        }

        string length = Graph.Node("Gather", [Graph.Node("Shape", ["input_ids"]), Axes(1)], ("axis", 0));
        string first = Axes(Config.FirstPosition);
        string places = Graph.Node("Slice", [Table(positions, Config.MaxPositions, width), first, Graph.Node("Add", [length, first]), Axes(0)]);
        string sum = Graph.Node("Add", [TokenRows(ids), tokensFirst ? Graph.Node("Unsqueeze", [places, Axes(1)]) : places]);
        return Graph.Node("LayerNormalization", [sum, .. NormParameters(ParameterNames.EmbeddingNorm)], ("axis", -1), ("epsilon", Config.LayerNormEpsilon));
    }

    private void Pool(string x, string mask)
    {
        string weight = Graph.Node("Unsqueeze", [mask, Axes(2)]);
        string Sum(string value) => Graph.Node("ReduceSum", [value, Axes(1)], ("keepdims", 0));
        string pooled = head.Mode switch
        {
            PoolingMode.Mean => Graph.Node("Div", [Sum(Graph.Node("Mul", [x, weight])), Sum(weight)]),
            PoolingMode.MeanSquareRoot => Graph.Node("Div", [Sum(Graph.Node("Mul", [x, weight])), Graph.Node("Sqrt", [Sum(weight)])]),
            PoolingMode.Max => Graph.Node("ReduceMax", [Graph.Node("Add", [x, Bias(weight)]), Axes(1)], ("keepdims", 0)),
            _ => Graph.Node("Gather", [x, Graph.Constant(new long[] { 0 })], ("axis", 1)),
        };
        Graph.Output(head.Normalize ? "LpNormalization" : "Identity", [pooled], "sentence_embedding", ["batch", Config.HiddenSize], head.Normalize ? [("axis", -1), ("p", 2)] : []);
    }

    private float[] Transposed(string layer)
    {
        float[] matrix = Weights[layer + ".weight"];
        int outputs = Weights[layer + ".bias"].Length;
        return WeightMatrix.Transpose(matrix, outputs, matrix.Length / outputs);
    }
}
