using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kindred.Models;
using Kindred.Text;

namespace Kindred.Neural.Tokenizing;

/// <summary>Reads <c>tokenizer.json</c> of Hugging Face's tokenizers library. What is not supported is refused by name, never passed over.</summary>
internal static class TokenizerJson
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    public static TextTokenizer Read(JsonElement json)
    {
        var special = new SpecialTokens(Items(json, "added_tokens").Select(t =>
            (Required(t.GetProperty("content")), t.GetProperty("id").GetInt32(), t.GetProperty("special").GetBoolean())));
        if (special.Ids.Any(id => id < 0) || special.End > TokenizerModelJson.LargestVocabulary)
        {
            throw new ModelFileException("tokenizer.json has added tokens whose numbers are none of a vocabulary.");
        }

        SubwordModel model = TokenizerModelJson.Read(json.GetProperty("model"));
        int? Find(string token) => special.Find(token) ?? model.Find(token);
        return new TextTokenizer(
            new TextNormalization(Normalizers(json, "normalizer")),
            new WordSplitting(Splitters(json, "pre_tokenizer")),
            model,
            TokenizerFrameJson.Read(json, Find),
            special);
    }

    internal static ModelFileException Unsupported(string part, string? type) =>
        new($"tokenizer.json uses the {part} '{type}', which is not supported.");

    internal static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    internal static bool Flag(JsonElement json, string name, bool otherwise) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    internal static string Required(JsonElement text) => text.GetString() ?? throw new ModelFileException("tokenizer.json has nothing where a text must be.");

    private static List<Func<string, string>> Normalizers(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement step) && step.ValueKind == JsonValueKind.Object ? [.. Normalizer(step)] : [];

    private static IEnumerable<Func<string, string>> Normalizer(JsonElement step)
    {
        string? type = step.GetProperty("type").GetString();
        switch (type)
        {
            case "Sequence": return Items(step, "normalizers").SelectMany(Normalizer);
            case "BertNormalizer":
                bool lower = Flag(step, "lowercase", true);
                (bool clean, bool chinese, bool strip) = (Flag(step, "clean_text", true), Flag(step, "handle_chinese_chars", true), Flag(step, "strip_accents", lower));
                return [t => TextNormalization.Bert(t, clean, chinese, strip, lower)];
            case "Lowercase": return [TextNormalization.LowerCase];
            case "StripAccents": return [TextNormalization.StripAccents];
            case "NFC": return [t => UnicodeNormalizer.ToForm(t, NormalizationForm.FormC)];
            case "NFD": return [t => UnicodeNormalizer.ToForm(t, NormalizationForm.FormD)];
            case "NFKC" or "Nmt": return [t => UnicodeNormalizer.ToForm(t, NormalizationForm.FormKC)];
            case "NFKD": return [t => UnicodeNormalizer.ToForm(t, NormalizationForm.FormKD)];
            case "Strip":
                (bool left, bool right) = (Flag(step, "strip_left", true), Flag(step, "strip_right", true));
                return [t => Trim(t, left, right)];
            case "Prepend":
                string prefix = Required(step.GetProperty("prepend"));
                return [t => t.Length == 0 ? t : prefix + t];
            case "Replace":
                JsonElement pattern = step.GetProperty("pattern");
                return [TextNormalization.Replace(Text(pattern, "String"), Text(pattern, "Regex"), Required(step.GetProperty("content")))];
            case "Precompiled": return [new PrecompiledMap(step.GetProperty("precompiled_charsmap").GetBytesFromBase64()).Apply];
            default: throw Unsupported("normaliser", type);
        }
    }

    private static List<Func<string, IEnumerable<string>>> Splitters(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement step) && step.ValueKind == JsonValueKind.Object ? [.. Splitter(step)] : [];

    private static IEnumerable<Func<string, IEnumerable<string>>> Splitter(JsonElement step)
    {
        string? type = step.GetProperty("type").GetString();
        switch (type)
        {
            case "Sequence": return Items(step, "pretokenizers").SelectMany(Splitter);
            case "BertPreTokenizer": return [WordSplitting.AtBlanks, WordSplitting.PunctuationApart];
            case "Whitespace": return [WordSplitting.WordsAndSigns];
            case "WhitespaceSplit": return [WordSplitting.AtBlanks];
            case "Punctuation": return [WordSplitting.PunctuationApart];
            case "Digits":
                bool individual = Flag(step, "individual_digits", false);
                return [t => WordSplitting.DigitsApart(t, individual)];
            case "ByteLevel":
                (bool prefix, bool pattern) = (Flag(step, "add_prefix_space", true), Flag(step, "use_regex", true));
                return [t => WordSplitting.ByteLevel(t, prefix, pattern)];
            case "Metaspace": return [Metaspace(step)];
            case "Split":
                (Regex regex, SplitBehavior behavior, bool invert) = (Pattern(step.GetProperty("pattern")), Behavior(step), Flag(step, "invert", false));
                return [t => WordSplitting.Cut(t, regex, behavior, invert)];
            default: throw Unsupported("pre-tokeniser", type);
        }
    }

    private static Func<string, IEnumerable<string>> Metaspace(JsonElement step)
    {
        char blank = Text(step, "replacement") is { Length: 1 } mark ? mark[0] : WordSplitting.DefaultMetaBlank;
        string? scheme = Text(step, "prepend_scheme");
        bool prefix = scheme is null ? Flag(step, "add_prefix_space", true) : scheme != "never";
        bool split = Flag(step, "split", true);
        return t => WordSplitting.Metaspace(t, blank, prefix, split);
    }

    private static Regex Pattern(JsonElement pattern) => Text(pattern, "String") is { } literal
        ? new Regex(Regex.Escape(literal), RegexOptions.CultureInvariant)
        : new Regex(Text(pattern, "Regex")!, RegexOptions.CultureInvariant, PatternTime);

    private static SplitBehavior Behavior(JsonElement step) =>
        Enum.TryParse(Text(step, "behavior"), out SplitBehavior behavior) ? behavior : throw Unsupported("split behaviour", Text(step, "behavior"));

    private static string Trim(string text, bool left, bool right)
    {
        text = left ? text.TrimStart() : text;
        return right ? text.TrimEnd() : text;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
