using Kindred.Models;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Tests.Encoders;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests.CrossEncoders;

/// <summary>The random-weight cross-encoder of scripts/encoder-golden.py as a folder in Hugging Face's layout; removed when disposed.</summary>
internal sealed class PairModelFolder : IDisposable
{
    private readonly TinyModelFolder _folder = new();

    public PairModelFolder(string wrapper = "bert.", string dense = "pooler.dense", string output = "classifier", int labels = 1)
    {
        EncoderWeights weights = _folder.Weights;
        int hidden = weights.Config.HiddenSize;
        ulong seed = GoldenFile.Read("cross-encoder.json").GetProperty("config").GetProperty("seed").GetUInt64() + (ulong)EncoderWeights.Layout(weights.Config).Count;
        Head = new PairHead(
            SharedGolden.Uniform(seed, hidden * hidden, 0), SharedGolden.Uniform(seed + 1, hidden, 0),
            SharedGolden.Uniform(seed + 2, hidden * labels, 0), SharedGolden.Uniform(seed + 3, labels, 0));
        string inner = dense.StartsWith("pooler", StringComparison.Ordinal) ? wrapper + dense : dense;
        (string, long[], float[])[] head =
        [
            (inner + ".weight", [hidden, hidden], Head.Dense), (inner + ".bias", [hidden], Head.DenseBias),
            (output + ".weight", [labels, hidden], Head.Output), (output + ".bias", [labels], Head.OutputBias),
        ];
        using FileStream stream = System.IO.File.Create(File("model.safetensors"));
        SafetensorsFile.Write(stream, EncoderWeights.Layout(weights.Config).Select(l => (wrapper + l.Name, l.Shape, weights[l.Name])).Concat(head));
    }

    public string Path => _folder.Path;

    public PairHead Head { get; }

    public string File(string name) => _folder.File(name);

    public void Replace(string file, string from, string to)
    {
        string text = System.IO.File.ReadAllText(File(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File(file), text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
