using System.Text.Json;
using Kindred.Models;

namespace Kindred.Neural.Tokenizing;

/// <summary>Reads the "model" of <c>tokenizer.json</c>: vocabulary and rules.</summary>
internal static class TokenizerModelJson
{
    internal const int LargestVocabulary = 5_000_000;

    public static SubwordModel Read(JsonElement model)
    {
        string? type = model.TryGetProperty("type", out JsonElement t) ? t.GetString() : model.TryGetProperty("merges", out _) ? "BPE" : "WordPiece";
        return type switch
        {
            "WordPiece" => WordPiece(model),
            "BPE" => BytePair(model),
            "Unigram" => Unigram(model),
            _ => throw TokenizerJson.Unsupported("model", type),
        };
    }

    private static WordPieceModel WordPiece(JsonElement model)
    {
        string[] tokens = Vocabulary(model);
        string unknown = TokenizerJson.Required(model.GetProperty("unk_token"));
        int id = Array.IndexOf(tokens, unknown);
        return new WordPieceModel(tokens, id >= 0 ? id : throw new ModelFileException($"tokenizer.json lacks its unknown token '{unknown}'."),
            Text(model, "continuing_subword_prefix") ?? "##", model.TryGetProperty("max_input_chars_per_word", out JsonElement most) ? most.GetInt32() : 100);
    }

    private static BytePairModel BytePair(JsonElement model)
    {
        string[] tokens = Vocabulary(model);
        foreach (string name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (Text(model, name) is { Length: > 0 } mark)
            {
                throw TokenizerJson.Unsupported(name, mark);
            }
        }

        int unknown = Text(model, "unk_token") is { } token ? Array.IndexOf(tokens, token) : -1;
        var options = new BytePairOptions(unknown >= 0 ? unknown : null, TokenizerJson.Flag(model, "byte_fallback", false),
            TokenizerJson.Flag(model, "fuse_unk", false), TokenizerJson.Flag(model, "ignore_merges", false));
        return new BytePairModel(tokens, TokenizerJson.Items(model, "merges").Select(Merge), options);
    }

    // Written as "a b" by older versions and as ["a", "b"] by newer ones.
    private static (string Left, string Right) Merge(JsonElement merge)
    {
        string[] pair = merge.ValueKind == JsonValueKind.Array ? [.. merge.EnumerateArray().Select(p => TokenizerJson.Required(p))] : TokenizerJson.Required(merge).Split(' ');
        return pair.Length == 2 ? (pair[0], pair[1]) : throw new ModelFileException("tokenizer.json has a merge that is not of two tokens.");
    }

    private static UnigramModel Unigram(JsonElement model)
    {
        JsonElement[] pairs = [.. model.GetProperty("vocab").EnumerateArray()];
        int unknown = model.GetProperty("unk_id").GetInt32();
        return unknown >= 0 && unknown < pairs.Length
            ? new UnigramModel([.. pairs.Select(p => TokenizerJson.Required(p[0]))], [.. pairs.Select(p => p[1].GetDouble())], unknown, TokenizerJson.Flag(model, "byte_fallback", false))
            : throw new ModelFileException("tokenizer.json names an unknown token outside its vocabulary.");
    }

    private static string[] Vocabulary(JsonElement model)
    {
        (string Token, int Id)[] pairs = [.. model.GetProperty("vocab").EnumerateObject().Select(p => (p.Name, p.Value.GetInt32()))];
        int size = pairs.Length == 0 ? 0 : pairs.Max(p => p.Id) + 1;
        if (pairs.Length == 0 || size > LargestVocabulary || pairs.Any(p => p.Id < 0))
        {
            throw new ModelFileException($"tokenizer.json has {pairs.Length:N0} tokens numbered up to {size - 1:N0}; that is not a vocabulary.");
        }

        // Numbers left out belong to added tokens; U+FFFF never occurs in a text.
        string[] tokens = [.. Enumerable.Repeat("\uFFFF", size)];
        foreach ((string token, int id) in pairs)
        {
            tokens[id] = token;
        }

        return tokens;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
