using System.Text.Json;
using System.Text.Json.Nodes;
using Kindred.Models;
using Kindred.Neural.Files;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.CrossEncoders;

/// <summary>A cross-encoder on disk: the layout of Hugging Face's classes for sequence classification with one label, and how its pairs are marked.</summary>
internal static class CrossEncoderFolder
{
    private const string MarkingKey = "kindred_pair_marking";
    private const string SharedWords = "shared-words";
    private static readonly string[] TokenizerFiles = ["vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a folder.</summary>
    /// <returns>Weights, head (null in a plain encoder), tokeniser and marking.</returns>
    /// <exception cref="ModelFileException">It holds no sound model, or one of a family that has no segments.</exception>
    public static (EncoderWeights Weights, PairHead? Head, TextTokenizer Tokenizer, PairMarking Marking) Read(string folder)
    {
        string json = ModelFolder.ReadText(folder, "config.json");
        EncoderConfig config = EncoderConfig.Parse(json);
        if (config.SegmentCount == 0)
        {
            throw new ModelFileException($"The model in {folder} is of type {config.ModelType}, which does not tell the two texts of a pair apart; a cross-encoder needs bert, roberta, xlm-roberta or camembert.");
        }

        var tokenizer = TextTokenizer.Load(folder);
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ModelFileException($"The tokeniser of {folder} has {tokenizer.VocabularySize} tokens, its config.json {config.VocabularySize}: they do not belong together.");
        }

        PairMarking marking = ReadMarking(json);
        if (marking == PairMarking.SharedWords && config.SegmentCount != PairTokenizer.SegmentsOf(marking))
        {
            throw new ModelFileException($"config.json of {folder} marks shared words, for which type_vocab_size must be {PairTokenizer.SegmentsOf(marking)}; it is {config.SegmentCount}.");
        }

        return (EncoderWeights.Load(folder, config), PairHead.TryLoad(folder, config), tokenizer, marking);
    }

    /// <summary>Writes a folder that Hugging Face's classes open too; the tokeniser's files come from the folder the training began with.</summary>
    public static void Write(string folder, EncoderWeights weights, PairHead head, PairMarking marking, string tokenizerFolder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), Describe(weights.Config, marking) + "\n");
        string wrapper = weights.Config.ModelType == "bert" ? "bert." : "roberta.";
        using (FileStream stream = File.Create(Path.Combine(folder, "model.safetensors")))
        {
            IEnumerable<(string, long[], float[])> encoder = EncoderWeights.Layout(weights.Config).Select(l => (wrapper + l.Name, l.Shape, weights[l.Name]));
            IEnumerable<(string, long[], float[])> top = PairHead.Layout(weights.Config).Zip(head.Values, (l, v) => (l.Name.StartsWith("pooler", StringComparison.Ordinal) ? wrapper + l.Name : l.Name, l.Shape, v));
            SafetensorsFile.Write(stream, encoder.Concat(top), metadata: new Dictionary<string, string> { ["format"] = "pt" });
        }

        foreach (string name in TokenizerFiles.Where(n => Path.GetFullPath(folder) != Path.GetFullPath(tokenizerFolder) && File.Exists(Path.Combine(tokenizerFolder, n))))
        {
            File.Copy(Path.Combine(tokenizerFolder, name), Path.Combine(folder, name), overwrite: true);
        }
    }

    /// <summary>The same encoder with as many segment rows as a marking needs: new ones begin as a copy of their side's row, slightly apart.</summary>
    public static EncoderWeights Widen(EncoderWeights weights, PairMarking marking, RandomStream random)
    {
        int count = PairTokenizer.SegmentsOf(marking);
        EncoderConfig config = weights.Config;
        if (config.SegmentCount >= count)
        {
            return weights;
        }

        int width = config.HiddenSize;
        var table = new float[count * width];
        for (int row = 0; row < count; row++)
        {
            int from = row < config.SegmentCount ? row : Math.Min(row % 2, config.SegmentCount - 1);
            for (int i = 0; i < width; i++)
            {
                table[(row * width) + i] = weights[ParameterNames.Segments][(from * width) + i] + (row < config.SegmentCount ? 0 : (float)(0.02 * random.NextGaussian()));
            }
        }

        var values = new Dictionary<string, float[]>(weights.Values, StringComparer.Ordinal) { [ParameterNames.Segments] = table };
        return new EncoderWeights(config with { SegmentCount = count }, values);
    }

    private static string Describe(EncoderConfig config, PairMarking marking)
    {
        JsonObject json = JsonNode.Parse(config.ToJson())!.AsObject();
        json["architectures"] = new JsonArray(config.ModelType switch
        {
            "bert" => "BertForSequenceClassification",
            "camembert" => "CamembertForSequenceClassification",
            "roberta" => "RobertaForSequenceClassification",
            _ => "XLMRobertaForSequenceClassification",
        });
        json["id2label"] = new JsonObject { ["0"] = "LABEL_0" };
        json["label2id"] = new JsonObject { ["LABEL_0"] = 0 };
        if (marking == PairMarking.SharedWords)
        {
            json[MarkingKey] = SharedWords;
        }

        return json.ToJsonString(Indented);
    }

    private static PairMarking ReadMarking(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return !document.RootElement.TryGetProperty(MarkingKey, out JsonElement value) ? PairMarking.Sides
            : value.ValueKind == JsonValueKind.String && value.GetString() == SharedWords ? PairMarking.SharedWords
            : throw new ModelFileException($"config.json asks for the pair marking {value.GetRawText()}; '{SharedWords}' is supported.");
    }
}
