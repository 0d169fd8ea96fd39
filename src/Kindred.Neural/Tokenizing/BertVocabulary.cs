using Kindred.Models;
using Kindred.Neural.Files;

namespace Kindred.Neural.Tokenizing;

/// <summary>BERT's tokeniser from its vocabulary alone, for folders and models without tokenizer.json.</summary>
internal static class BertVocabulary
{
    private const int LongestWord = 100;
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public static TextTokenizer? TryLoad(string folder)
    {
        if (ModelFolder.TryReadText(folder, "vocab.txt") is not { } text)
        {
            return null;
        }

        string[] tokens = text.Split('\n');
        tokens = [.. tokens.Select(t => t.TrimEnd('\r')).Take(tokens[^1].Length == 0 ? tokens.Length - 1 : tokens.Length)];
        bool? lowerCase = null;
        ModelFolder.TryReadJson(folder, "tokenizer_config.json", json =>
        {
            lowerCase = json.TryGetProperty("do_lower_case", out System.Text.Json.JsonElement value) ? value.GetBoolean() : null;
            return folder;
        });
        return Create(tokens, lowerCase ?? true);
    }

    public static TextTokenizer Create(IReadOnlyList<string> tokens, bool lowerCase)
    {
        int[] ids = [.. Special.Select(s => IndexOf(tokens, s))];
        (int cls, int sep) = (ids[2], ids[3]);
        return new TextTokenizer(
            TextNormalization.Bert(lowerCase),
            WordSplitting.Bert,
            new WordPieceModel(tokens, ids[1], "##", LongestWord),
            new TokenFrame(
                [(cls, 0), (TokenFrame.First, 0), (sep, 0)],
                [(cls, 0), (TokenFrame.First, 0), (sep, 0), (TokenFrame.Second, 1), (sep, 1)]),
            new SpecialTokens(Special.Select((s, i) => (s, ids[i], true))));
    }

    private static int IndexOf(IReadOnlyList<string> tokens, string token)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] == token)
            {
                return i;
            }
        }

        throw new ModelFileException($"vocab.txt lacks the token {token}; it is not the vocabulary of a BERT model.");
    }
}
