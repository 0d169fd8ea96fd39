using System.Numerics.Tensors;
using Kindred.Neural.Encoders;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Onnx;

/// <summary>Writes an encoder with its pooling as an ONNX file: in come token numbers and mask, out comes one vector a text.</summary>
/// <remarks>
/// Float16 keeps the weights as float16 and computes in float32, which every processor does. Int8 quantises weights once, by output column, to
/// ±63 (so that 16-bit sums of instructions without VNNI cannot overflow), and activations anew for every batch (dynamic quantisation: Jacob et
/// al., 2018). The query weights carry attention's 1/√d, positions carry segment 0.
/// </remarks>
public static class OnnxExport
{
    private const float HiddenBias = 1e9f;
    private const int WeightRange = 63;
    private const int TableRange = 127;

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
        return new Builder(weights, head, precision).Build();
    }

    private sealed class Builder(EncoderWeights weights, SentenceHead head, EncoderPrecision precision)
    {
        private readonly OnnxGraph _graph = new();
        private readonly EncoderConfig _config = weights.Config;

        public byte[] Build()
        {
            _graph.Input("input_ids", OnnxGraph.Element.Int64, ["batch", "tokens"]);
            _graph.Input("attention_mask", OnnxGraph.Element.Int64, ["batch", "tokens"]);
            string mask = _graph.Node("Cast", ["attention_mask"], ("to", (long)OnnxGraph.Element.Single));
            string bias = _graph.Node("Unsqueeze", [Times(_graph.Node("Sub", [mask, Scalar(1)]), HiddenBias), Axes(1, 2)]);
            string x = Embed();
            for (int layer = 0; layer < _config.Layers; layer++)
            {
                var names = new LayerNames(layer);
                x = Norm(names.AttentionNorm, _graph.Node("Add", [x, Attention(names, x, bias)]));
                string inner = Activate(Linear(x, Transposed(names.Intermediate), weights[names.Intermediate + ".bias"]));
                x = Norm(names.OutputNorm, _graph.Node("Add", [x, Linear(inner, Transposed(names.Output), weights[names.Output + ".bias"])]));
            }

            Pool(x, mask);
            return _graph.ToBytes("kindred-encoder");
        }

        private string Embed()
        {
            int width = _config.HiddenSize;
            var positions = weights[ParameterNames.Positions].ToArray();
            if (_config.SegmentCount > 0)
            {
                for (int row = 0; row < _config.MaxPositions; row++)
                {
                    Span<float> position = positions.AsSpan(row * width, width);
                    TensorPrimitives.Add(position, weights[ParameterNames.Segments].AsSpan(0, width), position);
                }
            }

            string length = _graph.Node("Gather", [_graph.Node("Shape", ["input_ids"]), Axes(1)], ("axis", 0));
            string first = Axes(_config.FirstPosition);
            string places = _graph.Node("Slice", [Float(positions, _config.MaxPositions, width), first, _graph.Node("Add", [length, first]), Axes(0)]);
            return Norm(ParameterNames.EmbeddingNorm, _graph.Node("Add", [Tokens(), places]));
        }

        private string Tokens()
        {
            float[] table = weights[ParameterNames.Tokens];
            (int rows, int width) = (_config.VocabularySize, _config.HiddenSize);
            if (precision == EncoderPrecision.Float32)
            {
                return _graph.Node("Gather", [_graph.Constant(table, rows, width), "input_ids"], ("axis", 0));
            }

            if (precision == EncoderPrecision.Float16)
            {
                string half = _graph.Node("Gather", [_graph.Constant(ToHalf(table), rows, width), "input_ids"], ("axis", 0));
                return _graph.Node("Cast", [half], ("to", (long)OnnxGraph.Element.Single));
            }

            (sbyte[] values, float[] scales) = Quantize(table, rows, width, TableRange);
            string numbers = _graph.Node("Cast", [_graph.Node("Gather", [_graph.Constant(values, rows, width), "input_ids"], ("axis", 0))], ("to", (long)OnnxGraph.Element.Single));
            return _graph.Node("Mul", [numbers, _graph.Node("Gather", [_graph.Constant(scales, rows, 1), "input_ids"], ("axis", 0))]);
        }

        private string Attention(LayerNames names, string x, string bias)
        {
            int width = _config.HiddenSize;
            string[] parts = [names.Query, names.Key, names.Value];
            float scale = 1 / MathF.Sqrt(_config.HeadSize);
            float[] matrix = SideBySide([.. parts.Select(Transposed)], width);
            float[] offsets = [.. parts.SelectMany(p => weights[p + ".bias"])];
            for (int row = 0; row < width; row++)
            {
                TensorPrimitives.Multiply(matrix.AsSpan(row * 3 * width, width), scale, matrix.AsSpan(row * 3 * width, width));
            }

            TensorPrimitives.Multiply(offsets.AsSpan(0, width), scale, offsets.AsSpan(0, width));
            string[] split = _graph.Nodes("Split", [Linear(x, matrix, offsets)], 3, ("axis", -1), ("num_outputs", 3));
            string query = Heads(split[0], 0, 2, 1, 3); // (B, heads, T, H / heads)
            string key = Heads(split[1], 0, 2, 3, 1); // (B, heads, H / heads, T)
            string value = Heads(split[2], 0, 2, 1, 3);
            string share = _graph.Node("Softmax", [_graph.Node("Add", [_graph.Node("MatMul", [query, key]), bias])], ("axis", -1));
            string mixed = _graph.Node("Transpose", [_graph.Node("MatMul", [share, value])], ("perm", new long[] { 0, 2, 1, 3 }));
            string joined = _graph.Node("Reshape", [mixed, Axes(0, 0, width)]);
            return Linear(joined, Transposed(names.AttentionOutput), weights[names.AttentionOutput + ".bias"]);
        }

        private string Heads(string x, params long[] order) =>
            _graph.Node("Transpose", [_graph.Node("Reshape", [x, Axes(0, 0, _config.Heads, _config.HeadSize)])], ("perm", order));

        // x [… × inputs] times matrix [inputs × outputs] plus bias
        private string Linear(string x, float[] matrix, float[] bias)
        {
            (int inputs, int outputs) = (matrix.Length / bias.Length, bias.Length);
            string product = precision == EncoderPrecision.Int8
                ? QuantizedProduct(x, matrix, inputs, outputs)
                : _graph.Node("MatMul", [x, Float(matrix, inputs, outputs)]);
            return _graph.Node("Add", [product, _graph.Constant(bias, outputs)]);
        }

        private string QuantizedProduct(string x, float[] matrix, int inputs, int outputs)
        {
            (sbyte[] columns, float[] scales) = Quantize(Transpose(matrix, inputs, outputs), outputs, inputs, WeightRange);
            string weight = _graph.Constant(Transpose(columns, outputs, inputs), inputs, outputs);
            string[] input = _graph.Nodes("DynamicQuantizeLinear", [x], 3); // numbers, scale, zero point
            string sums = _graph.Node("Cast", [_graph.Node("MatMulInteger", [input[0], weight, input[2]])], ("to", (long)OnnxGraph.Element.Single));
            return _graph.Node("Mul", [sums, _graph.Node("Mul", [input[1], _graph.Constant(scales, outputs)])]);
        }

        private string Norm(string name, string x) => _graph.Node(
            "LayerNormalization",
            [x, _graph.Constant(weights[name + ".weight"], _config.HiddenSize), _graph.Constant(weights[name + ".bias"], _config.HiddenSize)],
            ("axis", -1),
            ("epsilon", _config.LayerNormEpsilon));

        private string Activate(string x) => _config.Activation switch
        {
            EncoderActivation.Relu => _graph.Node("Relu", [x]),
            EncoderActivation.GeluTanh => _graph.Node("Gelu", [x], ("approximate", "tanh")),
            _ => _graph.Node("Gelu", [x]),
        };

        private void Pool(string x, string mask)
        {
            string weight = _graph.Node("Unsqueeze", [mask, Axes(2)]);
            string Sum(string value) => _graph.Node("ReduceSum", [value, Axes(1)], ("keepdims", 0));
            string pooled = head.Mode switch
            {
                PoolingMode.Mean => _graph.Node("Div", [Sum(_graph.Node("Mul", [x, weight])), Sum(weight)]),
                PoolingMode.MeanSquareRoot => _graph.Node("Div", [Sum(_graph.Node("Mul", [x, weight])), _graph.Node("Sqrt", [Sum(weight)])]),
                PoolingMode.Max => _graph.Node("ReduceMax", [_graph.Node("Add", [x, Times(_graph.Node("Sub", [weight, Scalar(1)]), HiddenBias)]), Axes(1)], ("keepdims", 0)),
                _ => _graph.Node("Gather", [x, _graph.Constant(new long[] { 0 })], ("axis", 1)),
            };
            _graph.Output(head.Normalize ? "LpNormalization" : "Identity", [pooled], "sentence_embedding", ["batch", _config.HiddenSize], head.Normalize ? [("axis", -1), ("p", 2)] : []);
        }

        // A constant matrix of floats, kept in half precision where asked.
        private string Float(float[] values, int rows, int columns) => precision == EncoderPrecision.Float16
            ? _graph.Node("Cast", [_graph.Constant(ToHalf(values), rows, columns)], ("to", (long)OnnxGraph.Element.Single))
            : _graph.Constant(values, rows, columns);

        private string Scalar(float value) => _graph.Constant(new[] { value });

        private string Times(string x, float factor) => _graph.Node("Mul", [x, Scalar(factor)]);

        private string Axes(params long[] numbers) => _graph.Constant(numbers, numbers.Length);

        private float[] Transposed(string layer)
        {
            float[] matrix = weights[layer + ".weight"];
            int outputs = weights[layer + ".bias"].Length;
            return Transpose(matrix, outputs, matrix.Length / outputs);
        }
    }

    private static T[] Transpose<T>(T[] matrix, int rows, int columns)
    {
        var result = new T[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return result;
    }

    // Square matrices of one width, put beside each other.
    private static float[] SideBySide(float[][] matrices, int width)
    {
        var result = new float[matrices.Length * width * width];
        for (int i = 0; i < matrices.Length; i++)
        {
            for (int row = 0; row < width; row++)
            {
                matrices[i].AsSpan(row * width, width).CopyTo(result.AsSpan(((row * matrices.Length) + i) * width));
            }
        }

        return result;
    }

    // Every row to whole numbers of ±range and the factor that brings them back.
    private static (sbyte[] Values, float[] Scales) Quantize(float[] matrix, int rows, int columns, int range)
    {
        var values = new sbyte[matrix.Length];
        var scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> elements = matrix.AsSpan(row * columns, columns);
            float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(elements));
            scales[row] = largest > 0 ? largest / range : 1;
            for (int i = 0; i < columns; i++)
            {
                values[(row * columns) + i] = (sbyte)MathF.Round(elements[i] / scales[row]);
            }
        }

        return (values, scales);
    }

    private static Half[] ToHalf(float[] values) => Array.ConvertAll(values, v => (Half)v);
}
