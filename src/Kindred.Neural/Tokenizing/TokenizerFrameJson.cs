using System.Text.Json;
using Kindred.Models;

namespace Kindred.Neural.Tokenizing;

/// <summary>Reads the "post_processor" of <c>tokenizer.json</c>: which special tokens stand around the text.</summary>
internal static class TokenizerFrameJson
{
    private static readonly (int, int)[] Bare = [(TokenFrame.First, 0)];
    private static readonly (int, int)[] BarePair = [(TokenFrame.First, 0), (TokenFrame.Second, 1)];

    public static TokenFrame Read(JsonElement json, Func<string, int?> find)
    {
        if (!json.TryGetProperty("post_processor", out JsonElement step) || step.ValueKind != JsonValueKind.Object)
        {
            return new TokenFrame(Bare, BarePair);
        }

        return Step(step, find) ?? new TokenFrame(Bare, BarePair);
    }

    private static TokenFrame? Step(JsonElement step, Func<string, int?> find)
    {
        string? type = step.GetProperty("type").GetString();
        return type switch
        {
            "Sequence" => TokenizerJson.Items(step, "processors").Select(s => Step(s, find)).LastOrDefault(f => f is not null),
            "ByteLevel" => null, // changes offsets only
            "TemplateProcessing" => new TokenFrame(
                [.. Template(step, "single", find).Select(p => p.Item1 != TokenFrame.Second ? p : throw new ModelFileException("tokenizer.json frames one text as if it were two."))],
                Template(step, "pair", find)),
            "BertProcessing" => Classic(Named(step, "cls"), Named(step, "sep"), doubled: false),
            "RobertaProcessing" => Classic(Named(step, "cls"), Named(step, "sep"), doubled: true),
            _ => throw TokenizerJson.Unsupported("post-processor", type),
        };
    }

    private static TokenFrame Classic(int cls, int sep, bool doubled) => new(
        [(cls, 0), (TokenFrame.First, 0), (sep, 0)],
        doubled
            ? [(cls, 0), (TokenFrame.First, 0), (sep, 0), (sep, 0), (TokenFrame.Second, 0), (sep, 0)]
            : [(cls, 0), (TokenFrame.First, 0), (sep, 0), (TokenFrame.Second, 1), (sep, 1)]);

    private static int Named(JsonElement step, string name) => step.GetProperty(name)[1].GetInt32() is >= 0 and < TokenizerModelJson.LargestVocabulary and int id
        ? id : throw new ModelFileException($"tokenizer.json frames texts with a {name} whose number is none of a vocabulary.");

    private static (int, int)[] Template(JsonElement step, string name, Func<string, int?> find) => [.. step.GetProperty(name).EnumerateArray().Select(part =>
    {
        JsonProperty piece = part.EnumerateObject().First();
        string id = TokenizerJson.Required(piece.Value.GetProperty("id"));
        int segment = piece.Value.GetProperty("type_id").GetInt32();
        return piece.Name == "Sequence"
            ? (id == "A" ? TokenFrame.First : TokenFrame.Second, segment)
            : (find(id) ?? throw new ModelFileException($"tokenizer.json frames texts with '{id}', which its vocabulary lacks."), segment);
    })];
}
