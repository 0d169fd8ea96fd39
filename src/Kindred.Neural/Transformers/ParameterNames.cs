using System.Text.RegularExpressions;

namespace Kindred.Neural.Transformers;

/// <summary>The names of parameters in BERT's checkpoints, which we use inside, and how the other families' names become them.</summary>
internal static partial class ParameterNames
{
    public const string Tokens = "embeddings.word_embeddings.weight";
    public const string Positions = "embeddings.position_embeddings.weight";
    public const string Segments = "embeddings.token_type_embeddings.weight";
    public const string EmbeddingNorm = "embeddings.LayerNorm";

    // What stands before the names: the wrapping class of the training program.
    private static readonly string[] Wrappers = ["0.auto_model.", "bert.", "roberta.", "distilbert.", "model."];

    private static readonly (string From, string To)[] DistilParts =
    [
        ("attention.q_lin", "attention.self.query"), ("attention.k_lin", "attention.self.key"), ("attention.v_lin", "attention.self.value"),
        ("attention.out_lin", "attention.output.dense"), ("sa_layer_norm", "attention.output.LayerNorm"),
        ("ffn.lin1", "intermediate.dense"), ("ffn.lin2", "output.dense"), ("output_layer_norm", "output.LayerNorm"),
    ];

    /// <summary>BERT's name for a parameter named as in RoBERTa, DistilBERT or an old checkpoint.</summary>
    public static string Canonical(string name)
    {
        foreach (string wrapper in Wrappers)
        {
            name = name.StartsWith(wrapper, StringComparison.Ordinal) ? name[wrapper.Length..] : name;
        }

        name = name.Replace("LayerNorm.gamma", "LayerNorm.weight", StringComparison.Ordinal).Replace("LayerNorm.beta", "LayerNorm.bias", StringComparison.Ordinal);
        return DistilLayer().Match(name) is { Success: true } match ? $"encoder.layer.{match.Groups[1].Value}.{Part(match.Groups[2].Value)}.{match.Groups[3].Value}" : name;
    }

    private static string Part(string part) => Array.Find(DistilParts, p => p.From == part) is { To: { } to } ? to : part;

    [GeneratedRegex(@"^transformer\.layer\.(\d+)\.(.+)\.(weight|bias)$")]
    private static partial Regex DistilLayer();
}

/// <summary>The names of the linear layers and norms of one layer, without ".weight" and ".bias".</summary>
internal readonly struct LayerNames(int layer)
{
    private readonly string _prefix = Prefix(layer);

    /// <summary>What the names of a layer begin with.</summary>
    public static string Prefix(int layer) => $"encoder.layer.{layer}.";

    public string Query => _prefix + "attention.self.query";

    public string Key => _prefix + "attention.self.key";

    public string Value => _prefix + "attention.self.value";

    public string AttentionOutput => _prefix + "attention.output.dense";

    public string AttentionNorm => _prefix + "attention.output.LayerNorm";

    public string Intermediate => _prefix + "intermediate.dense";

    public string Output => _prefix + "output.dense";

    public string OutputNorm => _prefix + "output.LayerNorm";
}
