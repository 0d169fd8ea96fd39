using System.Text.Json;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests.Encoders;

/// <summary>A whole model folder on disk with random weights of the "tanh" golden encoder; removed when disposed.</summary>
internal sealed class TinyModelFolder : IDisposable
{
    public TinyModelFolder(string golden = "encoder-tanh.json", SentenceHead? head = null)
    {
        JsonElement config = GoldenFile.Read(golden).GetProperty("config");
        Weights = SharedGolden.Weights(config);
        System.IO.File.WriteAllText(File("config.json"), Weights.Config.ToJson());
        Weights.Save(File("model.safetensors"));
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(0, Weights.Config.VocabularySize - 5).Select(i => $"w{i}")];
        System.IO.File.WriteAllLines(File("vocab.txt"), tokens);
        (head ?? SentenceHead.Default).Write(Path, Weights.Config.HiddenSize);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("kindred-").FullName;

    public EncoderWeights Weights { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
