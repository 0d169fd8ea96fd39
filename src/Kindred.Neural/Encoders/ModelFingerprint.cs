using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Neural.Files;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Encoders;

/// <summary>Names everything that decides an encoder's vectors: what is cached under the name of other weights or options must never be used.</summary>
internal sealed class ModelFingerprint
{
    private static readonly string[] TextFiles = ["tokenizer.json", "vocab.txt", "tokenizer_config.json"];

    private readonly XxHash3 _hash = new();

    /// <summary>Begins with the options and the folder's tokeniser.</summary>
    public ModelFingerprint(string folder, TextEncoderOptions options)
    {
        Add($"{options.Runtime} {options.Precision} {options.MaxTokens} {options.Prefix}");
        foreach (string file in TextFiles)
        {
            Add(ModelFolder.TryReadText(folder, file) ?? string.Empty);
        }
    }

    /// <summary>Adds weights as they are in memory.</summary>
    public void Add(EncoderWeights weights)
    {
        Add(weights.Config.ToJson());
        foreach ((string name, _) in EncoderWeights.Layout(weights.Config))
        {
            Add(MemoryMarshal.AsBytes<float>(weights[name]));
        }
    }

    /// <summary>Adds a file's or a setting's text.</summary>
    public void Add(string text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Adds a file's content.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(BitConverter.GetBytes(bytes.Length));
        _hash.Append(bytes);
    }

    /// <summary>The name of the folder with the fingerprint.</summary>
    public string Name(string folder) =>
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}-{_hash.GetCurrentHashAsUInt64():x16}";
}
