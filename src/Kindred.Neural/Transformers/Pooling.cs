using Kindred.Models;

namespace Kindred.Neural.Transformers;

/// <summary>How the vectors of a text's tokens become one vector.</summary>
public enum PoolingMode
{
    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The vector of the first token.</summary>
    FirstToken,

    /// <summary>The largest value of each component over the tokens.</summary>
    Max,

    /// <summary>The sum over the tokens, divided by the square root of their number.</summary>
    MeanSquareRoot,
}

/// <summary>What a sentence encoder does after the transformer, as sentence-transformers' <c>modules.json</c> states it.</summary>
/// <param name="Mode">How tokens are pooled.</param>
/// <param name="Normalize">Whether the vector is scaled to length 1.</param>
public sealed record SentenceHead(PoolingMode Mode, bool Normalize)
{
    /// <summary>The mean, normalised: what a folder without <c>modules.json</c> gets.</summary>
    public static SentenceHead Default { get; } = new(PoolingMode.Mean, Normalize: true);

    /// <summary>Reads <c>modules.json</c> and the pooling configuration it points to.</summary>
    /// <exception cref="ModelFileException">A module is not supported, or a file is not as it should be.</exception>
    public static SentenceHead Read(string folder) => Files.ModelFolder.TryReadJson(folder, "modules.json", json =>
    {
        var head = new SentenceHead(PoolingMode.Mean, Normalize: false);
        foreach (System.Text.Json.JsonElement module in json.EnumerateArray())
        {
            string type = module.GetProperty("type").GetString() ?? string.Empty;
            head = type[(type.LastIndexOf('.') + 1)..] switch
            {
                "Transformer" => head,
                "Pooling" => head with { Mode = ReadPooling(folder, module.GetProperty("path").GetString() ?? string.Empty) },
                "Normalize" => head with { Normalize = true },
                _ => throw new ModelFileException($"modules.json of {folder} asks for the module '{type}'; Transformer, Pooling and Normalize are supported."),
            };
        }

        return head;
    }) ?? Default;

    /// <summary>Writes <c>modules.json</c> and <c>1_Pooling/config.json</c> for sentence-transformers and for <see cref="Read"/>.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="dimensions">Width of the vectors.</param>
    public void Write(string folder, int dimensions)
    {
        const string Prefix = "sentence_transformers.models.";
        List<(string Type, string Path)> modules = [("Transformer", string.Empty), ("Pooling", "1_Pooling")];
        if (Normalize)
        {
            modules.Add(("Normalize", "2_Normalize"));
        }

        IEnumerable<string> lines = modules.Select((m, i) => $$"""  {"idx": {{i}}, "name": "{{i}}", "path": "{{m.Path}}", "type": "{{Prefix}}{{m.Type}}"}""");
        File.WriteAllText(Path.Combine(folder, "modules.json"), $"[\n{string.Join(",\n", lines)}\n]\n");
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        string modes = string.Join(",\n", Switches.Select(s => $"  \"{s.Name}\": {(s.Mode == Mode ? "true" : "false")}"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), $"{{\n  \"word_embedding_dimension\": {dimensions},\n{modes}\n}}\n");
    }

    private static readonly (string Name, PoolingMode Mode)[] Switches =
    [
        ("pooling_mode_mean_tokens", PoolingMode.Mean), ("pooling_mode_cls_token", PoolingMode.FirstToken),
        ("pooling_mode_max_tokens", PoolingMode.Max), ("pooling_mode_mean_sqrt_len_tokens", PoolingMode.MeanSquareRoot),
    ];

    private static PoolingMode ReadPooling(string folder, string path)
    {
        string file = path.Length == 0 ? "config.json" : path + "/config.json";
        PoolingMode[] modes = Files.ModelFolder.TryReadJson(folder, file, json =>
            Switches.Where(s => json.TryGetProperty(s.Name, out System.Text.Json.JsonElement on) && on.GetBoolean()).Select(s => s.Mode).ToArray())
            ?? throw new ModelFileException($"{folder} has no {file}, which its modules.json names.");
        return modes.Length == 1 ? modes[0] : throw new ModelFileException($"{file} of {folder} must choose one of {string.Join(", ", Switches.Select(s => s.Name))}; it chooses {modes.Length}.");
    }
}
