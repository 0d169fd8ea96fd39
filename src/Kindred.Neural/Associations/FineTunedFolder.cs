using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Associations;

/// <summary>Reads the encoder that a fine-tuning starts from, and writes the one it ends with, in the same form.</summary>
internal static class FineTunedFolder
{
    public const string ReportFile = "training.json";

    private static readonly string[] Copied = ["config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The encoder of a model folder, ready to be trained.</summary>
    /// <exception cref="Models.ModelFileException">The folder holds no sound model.</exception>
    public static TransformerEncoder OpenEncoder(string folder) =>
        new(EncoderWeights.Load(folder, EncoderConfig.Parse(Files.ModelFolder.ReadText(folder, "config.json"))));

    /// <summary>Writes weights, tokeniser, pooling and what else belongs to the encoder.</summary>
    /// <param name="from">The folder the training started from.</param>
    /// <param name="to">The folder to write.</param>
    /// <param name="encoder">The encoder, adapters merged.</param>
    /// <param name="result">What is told of the training.</param>
    public static void Write(string from, string to, TransformerEncoder encoder, FineTuningResult result)
    {
        Directory.CreateDirectory(to);
        if (Path.GetFullPath(from) != Path.GetFullPath(to))
        {
            foreach (string name in Copied.Where(name => File.Exists(Path.Combine(from, name))))
            {
                File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
            }

            SentenceHead.Read(from).Write(to, encoder.Config.HiddenSize);
        }

        encoder.ToWeights().Save(Path.Combine(to, "model.safetensors"));
        File.WriteAllBytes(Path.Combine(to, ReportFile), JsonSerializer.SerializeToUtf8Bytes(result, Json));
    }
}
