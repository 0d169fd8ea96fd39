using Kindred.Models;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.CrossEncoders;

/// <summary>The classification head on the first token's vector x: w · tanh(D x + b) + c, as BERT's and RoBERTa's classes for one label have it.</summary>
/// <param name="Dense">D, [H × H], row-major.</param>
/// <param name="DenseBias">b, [H].</param>
/// <param name="Output">w, [1 × H].</param>
/// <param name="OutputBias">c, [1].</param>
internal sealed record PairHead(float[] Dense, float[] DenseBias, float[] Output, float[] OutputBias)
{
    private static readonly string[] Bert = ["pooler.dense.weight", "pooler.dense.bias", "classifier.weight", "classifier.bias"];
    private static readonly string[] Roberta = ["classifier.dense.weight", "classifier.dense.bias", "classifier.out_proj.weight", "classifier.out_proj.bias"];

    /// <summary>Names and extents of the four parameters in a checkpoint of the family.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Layout(EncoderConfig config)
    {
        string[] names = config.ModelType == "bert" ? Bert : Roberta;
        long hidden = config.HiddenSize;
        return [(names[0], [hidden, hidden]), (names[1], [hidden]), (names[2], [1, hidden]), (names[3], [1])];
    }

    /// <summary>Reads the head of a model folder; null when the folder's classifier is missing, as in a plain encoder.</summary>
    /// <exception cref="ModelFileException">It is there in part, or has other extents: another number of labels, for one.</exception>
    public static PairHead? TryLoad(string folder, EncoderConfig config)
    {
        using var files = new CheckpointFiles(folder);
        IReadOnlyList<(string Name, long[] Shape)> layout = Layout(config);
        float[]?[] values = [.. layout.Select(l => files.Read(l.Name, l.Shape))];
        if (values[2] is null && values[3] is null)
        {
            return null;
        }

        int missing = Array.FindIndex(values, v => v is null);
        return missing < 0 ? new PairHead(values[0]!, values[1]!, values[2]!, values[3]!)
            : throw new ModelFileException($"The classification head in {folder} is not whole: '{layout[missing].Name}' is missing.");
    }

    /// <summary>A new head that begins near nothing: dense layer as BERT starts, output of deviation 0.02.</summary>
    public static PairHead CreateRandom(EncoderConfig config, RandomStream random)
    {
        int hidden = config.HiddenSize;
        float[] Normal(int count, double deviation) => [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * random.NextGaussian()))];
        return new PairHead(Normal(hidden * hidden, 1 / Math.Sqrt(hidden)), new float[hidden], Normal(hidden, 0.02), new float[1]);
    }

    /// <summary>The parameters in the order of <see cref="Layout"/>.</summary>
    public IReadOnlyList<float[]> Values => [Dense, DenseBias, Output, OutputBias];
}
