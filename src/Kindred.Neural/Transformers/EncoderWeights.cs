using System.Numerics.Tensors;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Neural.Transformers;

/// <summary>The parameters of an encoder in managed memory, float32, under the names of BERT's checkpoints.</summary>
/// <remarks>Linear layers are [out × in], row-major, as in the files. Mutable arrays; not thread-safe while they change.</remarks>
public sealed class EncoderWeights
{
    private readonly Dictionary<string, float[]> _values;

    internal EncoderWeights(EncoderConfig config, Dictionary<string, float[]> values) => (Config, _values) = (config, values);

    /// <summary>The shape of the encoder.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Names and elements of all parameters.</summary>
    public IReadOnlyDictionary<string, float[]> Values => _values;

    /// <summary>The elements of one parameter.</summary>
    public float[] this[string name] => _values[name];

    /// <summary>Number of parameters.</summary>
    public long Count => _values.Values.Sum(v => (long)v.Length);

    /// <summary>Names and extents of the parameters that an encoder of this shape has.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Layout(EncoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        long hidden = config.HiddenSize;
        List<(string, long[])> layout =
        [
            (ParameterNames.Tokens, [config.VocabularySize, hidden]),
            (ParameterNames.Positions, [config.MaxPositions, hidden]),
        ];
        if (config.SegmentCount > 0)
        {
            layout.Add((ParameterNames.Segments, [config.SegmentCount, hidden]));
        }

        AddPair(layout, ParameterNames.EmbeddingNorm, hidden);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            var names = new LayerNames(layer);
            long heads = (long)config.HeadsOf(layer) * config.HeadSize;
            AddPair(layout, names.Query, heads, hidden);
            AddPair(layout, names.Key, heads, hidden);
            AddPair(layout, names.Value, heads, hidden);
            AddPair(layout, names.AttentionOutput, hidden, heads);
            AddPair(layout, names.AttentionNorm, hidden);
            AddPair(layout, names.Intermediate, config.IntermediateSize, hidden);
            AddPair(layout, names.Output, hidden, config.IntermediateSize);
            AddPair(layout, names.OutputNorm, hidden);
        }

        return layout;
    }

    /// <summary>New weights as BERT starts: normal of deviation 0.02, norms 1, biases 0.</summary>
    public static EncoderWeights CreateRandom(EncoderConfig config, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach ((string name, long[] shape) in Layout(config))
        {
            var elements = new float[shape.Aggregate(1L, (a, b) => a * b)];
            bool norm = shape.Length == 1 && name.EndsWith("LayerNorm.weight", StringComparison.Ordinal);
            if (norm)
            {
                Array.Fill(elements, 1f);
            }
            else if (shape.Length == 2)
            {
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = (float)(0.02 * random.NextGaussian());
                }
            }

            values[name] = elements;
        }

        return new EncoderWeights(config, values);
    }

    /// <summary>Reads the weights of a model folder: <c>model.safetensors</c>, or the files its index names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The shape that the files must have.</param>
    /// <exception cref="ModelFileException">A file is damaged, a parameter is missing, has another shape or is not finite.</exception>
    public static EncoderWeights Load(string folder, EncoderConfig config)
    {
        using var files = new CheckpointFiles(folder);
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        List<string> missing = [];
        foreach ((string name, long[] shape) in Layout(config))
        {
            if (files.Read(name, shape) is { } elements)
            {
                values[name] = TensorPrimitives.IsFiniteAll<float>(elements) ? elements
                    : throw new ModelFileException($"The weights in {folder} are damaged: '{name}' holds numbers that are not finite.");
            }
            else
            {
                missing.Add(name);
            }
        }

        return missing.Count == 0 ? new EncoderWeights(config, values) : throw new ModelFileException(
            $"The weights in {folder} lack {missing.Count} of the parameters that config.json asks for, the first being '{missing[0]}'.");
    }

    /// <summary>Writes <c>model.safetensors</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="half">Whether to round to float16.</param>
    public void Save(string path, bool half = false)
    {
        using FileStream stream = File.Create(path);
        SafetensorsFile.Write(stream, Layout(Config).Select(l => (l.Name, l.Shape, _values[l.Name])), half, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static void AddPair(List<(string, long[])> layout, string name, params long[] shape)
    {
        layout.Add((name + ".weight", shape));
        layout.Add((name + ".bias", [shape[0]]));
    }
}
