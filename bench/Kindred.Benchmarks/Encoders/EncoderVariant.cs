using Kindred.Encoders;
using Kindred.Neural.Encoders;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Benchmarks.Encoders;

/// <summary>One way to encode: <c>RUNTIME:PRECISION:THREADS:BATCH_TOKENS</c>, as <c>Onnx:Int8:2:512</c>; <c>static:THREADS</c>; <c>tokens</c>, which only tokenises, on one thread.</summary>
internal sealed class EncoderVariant : IDisposable
{
    private readonly IDisposable? _encoder;

    private EncoderVariant(string name, IDisposable? encoder, Action<IReadOnlyList<string>> encode, Func<IReadOnlyList<string>, float[][]> vectors) =>
        (Name, _encoder, Encode, Vectors) = (name, encoder, encode, vectors);

    public string Name { get; }

    public Action<IReadOnlyList<string>> Encode { get; }

    public Func<IReadOnlyList<string>, float[][]> Vectors { get; }

    public static EncoderVariant Open(string name, string folder, IReadOnlyList<string> texts)
    {
        string[] parts = name.Split(':');
        if (parts[0] == "static")
        {
            return OpenStatic(name, int.Parse(parts[1]), texts);
        }

        if (parts[0] == "tokens")
        {
            var tokenizer = TextTokenizer.Load(folder);
            return new EncoderVariant(name, null, t => Count(tokenizer, t), t => [.. t.Select(_ => new float[1])]);
        }

        var encoder = TextEncoder.Open(folder, new TextEncoderOptions
        {
            Runtime = Enum.Parse<EncoderRuntime>(parts[0]),
            Precision = Enum.Parse<EncoderPrecision>(parts[1]),
            Threads = int.Parse(parts[2]),
            BatchTokens = int.Parse(parts[3]),
        });
        return new EncoderVariant(name, encoder, t => encoder.Encode(t), t => encoder.Encode(t));
    }

    /// <summary>Writes an encoder of random weights, with the shipped one's vocabulary: <c>LAYERSxWIDTH</c>, heads of 32, as MiniLM.</summary>
    public static void WriteRandom(string shape, string folder)
    {
        string[] parts = shape.Split('x');
        int width = int.Parse(parts[1]);
        File.Copy(Path.Combine(TextEncoder.ShippedFolder, "vocab.txt"), Path.Combine(folder, "vocab.txt"));
        var config = new EncoderConfig
        {
            VocabularySize = File.ReadLines(Path.Combine(folder, "vocab.txt")).Count(),
            HiddenSize = width,
            Layers = int.Parse(parts[0]),
            Heads = width / 32,
            IntermediateSize = 4 * width,
            MaxPositions = 512,
            SegmentCount = 2,
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJson());
        EncoderWeights.CreateRandom(config, new RandomStream(1)).Save(Path.Combine(folder, "model.safetensors"));
    }

    public void Dispose() => _encoder?.Dispose();

    private static void Count(TextTokenizer tokenizer, IReadOnlyList<string> texts)
    {
        foreach (string text in texts)
        {
            _ = tokenizer.Encode(text, 128);
        }
    }

    private static EncoderVariant OpenStatic(string name, int threads, IReadOnlyList<string> texts)
    {
        var encoder = StaticEncoder.Train(texts, new StaticEncoderOptions { Epochs = 1 });
        float[] vectors = new float[(long)texts.Count * encoder.Dimensions];
        return new EncoderVariant(name, encoder, t => encoder.EncodeAll(t, vectors, threads), t =>
        {
            encoder.EncodeAll(t, vectors, threads);
            return [.. Enumerable.Range(0, t.Count).Select(i => vectors.AsSpan(i * encoder.Dimensions, encoder.Dimensions).ToArray())];
        });
    }
}
