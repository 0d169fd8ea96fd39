using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kindred.Models;

namespace Kindred.Neural.Transformers;

/// <summary>The non-linearity of the feed-forward layers.</summary>
public enum EncoderActivation
{
    /// <summary>x Φ(x), by the error function (Hendrycks &amp; Gimpel, 2016).</summary>
    Gelu,

    /// <summary>The approximation of <see cref="Gelu"/> by tanh.</summary>
    GeluTanh,

    /// <summary>max(0, x).</summary>
    Relu,
}

/// <summary>The shape of a transformer encoder of the BERT family (Devlin et al., 2019), as <c>config.json</c> states it.</summary>
public sealed record EncoderConfig
{
    private const int LargestExtent = 1 << 24;

    // Every layer names sixteen parameters before any file is read.
    private const int MostLayers = 1024;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The family's name: <c>bert</c>, <c>roberta</c>, <c>xlm-roberta</c>, <c>camembert</c> or <c>distilbert</c>.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Rows of the token table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the vectors between layers; a multiple of <see cref="Heads"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads of a layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Width inside the feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the position table.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Rows of the segment table; 0 where the family has none.</summary>
    public int SegmentCount { get; init; } = 2;

    /// <summary>The non-linearity of the feed-forward part.</summary>
    public EncoderActivation Activation { get; init; } = EncoderActivation.Gelu;

    /// <summary>Added to the variance in layer normalisation.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-12f;

    /// <summary>The token that fills short rows.</summary>
    public int PadTokenId { get; init; }

    /// <summary>Share of elements dropped in training, 0 to 1.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Heads that were taken out of a layer, by the layer's number, as Hugging Face's <c>pruned_heads</c> has them; empty where none was.</summary>
    public IReadOnlyDictionary<int, int[]> PrunedHeads { get; init; } = new Dictionary<int, int[]>();

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / Heads;

    /// <summary>The row of the position table that the first token uses: RoBERTa starts after the pad token's number.</summary>
    public int FirstPosition => ModelType is "roberta" or "xlm-roberta" or "camembert" ? PadTokenId + 1 : 0;

    /// <summary>The most tokens that a text may have.</summary>
    public int MaxTokens => MaxPositions - FirstPosition;

    /// <summary>Heads that a layer has left, at least 1.</summary>
    public int HeadsOf(int layer) => Heads - (PrunedHeads.TryGetValue(layer, out int[]? pruned) ? pruned.Length : 0);

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="ModelFileException">It is no JSON, lacks a number, or describes a model that is not of the BERT family.</exception>
    public static EncoderConfig Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            EncoderConfig config = Read(document.RootElement);
            config.Validate();
            return config;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelFileException($"config.json is not a model's configuration: {e.Message}", e);
        }
    }

    /// <summary>Writes <c>config.json</c>, readable by other programs of the family.</summary>
    public string ToJson()
    {
        JsonObject json = Describe();
        if (PrunedHeads.Count > 0)
        {
            json["pruned_heads"] = new JsonObject(PrunedHeads.OrderBy(p => p.Key).Select(p =>
                KeyValuePair.Create(p.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)new JsonArray([.. p.Value.Select(h => (JsonNode)h)]))));
        }

        return json.ToJsonString(Indented);
    }

    private JsonObject Describe() => new()
    {
        ["architectures"] = new JsonArray("BertModel"),
        ["model_type"] = ModelType,
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = Heads,
        ["intermediate_size"] = IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["type_vocab_size"] = SegmentCount,
        ["hidden_act"] = Activation switch { EncoderActivation.Gelu => "gelu", EncoderActivation.GeluTanh => "gelu_new", _ => "relu" },
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["pad_token_id"] = PadTokenId,
        ["hidden_dropout_prob"] = Dropout,
        ["attention_probs_dropout_prob"] = Dropout,
        ["position_embedding_type"] = "absolute",
    };

    /// <summary>Checks that the numbers make a model.</summary>
    /// <exception cref="ModelFileException">They do not; all faults are named.</exception>
    public void Validate()
    {
        (string Name, int Value, int Most)[] extents =
        [
            ("vocab_size", VocabularySize, LargestExtent), ("hidden_size", HiddenSize, LargestExtent), ("num_hidden_layers", Layers, MostLayers),
            ("num_attention_heads", Heads, LargestExtent), ("intermediate_size", IntermediateSize, LargestExtent), ("max_position_embeddings", MaxPositions, LargestExtent),
        ];
        List<string> faults = [.. extents.Where(e => e.Value < 1 || e.Value > e.Most).Select(e => $"{e.Name} is {e.Value}, not in 1 to {e.Most:N0}")];
        if (faults.Count == 0 && HiddenSize % Heads != 0)
        {
            faults.Add($"hidden_size {HiddenSize} is not a multiple of num_attention_heads {Heads}");
        }

        if (faults.Count == 0 && PrunedHeads.Any(p => p.Key < 0 || p.Key >= Layers || p.Value.Any(h => h < 0 || h >= Heads) || p.Value.Distinct().Count() != p.Value.Length || p.Value.Length >= Heads))
        {
            faults.Add("pruned_heads names layers or heads that there are not, or leaves a layer without heads");
        }

        if (PadTokenId < 0 || PadTokenId >= VocabularySize || MaxTokens < 3)
        {
            faults.Add($"pad_token_id {PadTokenId} does not fit vocab_size {VocabularySize} and max_position_embeddings {MaxPositions}");
        }

        if (!(LayerNormEpsilon >= 0 && float.IsFinite(LayerNormEpsilon) && Dropout >= 0 && Dropout <= 1))
        {
            faults.Add($"layer_norm_eps is {LayerNormEpsilon} and dropout {Dropout}; the first must be a number from 0, the second one from 0 to 1");
        }

        if (faults.Count > 0)
        {
            throw new ModelFileException($"config.json does not describe a model: {string.Join("; ", faults)}.");
        }
    }

    private static EncoderConfig Read(JsonElement json)
    {
        string type = json.TryGetProperty("model_type", out JsonElement t) ? t.GetString() ?? string.Empty : string.Empty;
        if (type is not ("bert" or "roberta" or "xlm-roberta" or "camembert" or "distilbert"))
        {
            throw new ModelFileException($"config.json describes a model of type '{type}'; encoders of type bert, roberta, xlm-roberta, camembert and distilbert are supported.");
        }

        if (json.TryGetProperty("position_embedding_type", out JsonElement positions) && positions.GetString() is not (null or "absolute"))
        {
            throw new ModelFileException($"config.json asks for {positions.GetString()} positions; only absolute ones are supported.");
        }

        bool distil = type == "distilbert";
        return new EncoderConfig
        {
            ModelType = type,
            VocabularySize = Number(json, "vocab_size"),
            HiddenSize = Number(json, "hidden_size", "dim"),
            Layers = Number(json, "num_hidden_layers", "n_layers"),
            Heads = Number(json, "num_attention_heads", "n_heads"),
            IntermediateSize = Number(json, "intermediate_size", "hidden_dim"),
            MaxPositions = Number(json, "max_position_embeddings"),
            SegmentCount = distil ? 0 : Number(json, "type_vocab_size"),
            Activation = ReadActivation(json, distil && json.TryGetProperty("activation", out _) ? "activation" : "hidden_act"),
            LayerNormEpsilon = json.TryGetProperty("layer_norm_eps", out JsonElement epsilon) ? epsilon.GetSingle() : 1e-12f,
            PadTokenId = json.TryGetProperty("pad_token_id", out JsonElement pad) ? pad.GetInt32() : 0,
            PrunedHeads = json.TryGetProperty("pruned_heads", out JsonElement pruned) ? ReadPrunedHeads(pruned) : new Dictionary<int, int[]>(),
            Dropout = json.TryGetProperty(distil ? "dropout" : "hidden_dropout_prob", out JsonElement dropout) ? dropout.GetSingle() : 0.1f,
        };
    }

    private static Dictionary<int, int[]> ReadPrunedHeads(JsonElement json)
    {
        var pruned = new Dictionary<int, int[]>();
        foreach (JsonProperty layer in json.EnumerateObject().Where(p => p.Value.GetArrayLength() > 0))
        {
            // What is no number becomes a layer that there is not.
            int number = int.TryParse(layer.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1;
            pruned[number] = [.. layer.Value.EnumerateArray().Select(h => h.GetInt32())];
        }

        return pruned;
    }

    private static EncoderActivation ReadActivation(JsonElement json, string name)
    {
        string activation = json.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? string.Empty : "gelu";
        return activation switch
        {
            "gelu" => EncoderActivation.Gelu,
            "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => EncoderActivation.GeluTanh,
            "relu" => EncoderActivation.Relu,
            _ => throw new ModelFileException($"config.json asks for the activation '{activation}'; gelu, gelu_new, gelu_pytorch_tanh and relu are supported."),
        };
    }

    // DistilBERT has other names for the same numbers.
    private static int Number(JsonElement json, string name, string? distilName = null) =>
        json.TryGetProperty(name, out JsonElement value) || (distilName is not null && json.TryGetProperty(distilName, out value))
            ? value.GetInt32() : throw new ModelFileException($"config.json lacks '{name}'.");
}
