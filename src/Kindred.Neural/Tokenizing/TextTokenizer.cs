using Kindred.Models;
using Kindred.Neural.Files;

namespace Kindred.Neural.Tokenizing;

/// <summary>Turns text into the token numbers that an encoder was trained on.</summary>
/// <remarks>
/// The steps are those of Hugging Face's <c>tokenizer.json</c>: normalise, split into words, split words into tokens of the vocabulary, frame with
/// special tokens. Immutable and thread-safe.
/// </remarks>
public sealed class TextTokenizer
{
    private readonly TextNormalization _normalization;
    private readonly WordSplitting _splitting;
    private readonly SubwordModel _model;
    private readonly TokenFrame _frame;
    private readonly SpecialTokens _special;

    internal TextTokenizer(TextNormalization normalization, WordSplitting splitting, SubwordModel model, TokenFrame frame, SpecialTokens special) =>
        (_normalization, _splitting, _model, _frame, _special) = (normalization, splitting, model, frame, special);

    /// <summary>Number of tokens, special ones included.</summary>
    public int VocabularySize => Math.Max(_model.Tokens.Count, Math.Max(_special.End, _frame.End));

    /// <summary>The token that hides another in masked-language training; null when the vocabulary has none.</summary>
    public int? MaskId => _special.Find("[MASK]") ?? _special.Find("<mask>");

    /// <summary>The numbers of the tokens that stand for no text: padding, frame, mask.</summary>
    public IReadOnlySet<int> SpecialIds => _special.Ids;

    /// <summary>Reads the tokeniser of a model folder: <c>tokenizer.json</c>, or BERT's <c>vocab.txt</c> with <c>tokenizer_config.json</c>.</summary>
    /// <exception cref="ModelFileException">Neither is there, or it is not as it should be.</exception>
    public static TextTokenizer Load(string folder) =>
        ModelFolder.TryReadJson(folder, "tokenizer.json", TokenizerJson.Read)
        ?? BertVocabulary.TryLoad(folder)
        ?? throw new ModelFileException($"{folder} has neither tokenizer.json nor vocab.txt: there is no tokeniser for this model.");

    /// <summary>The tokeniser of BERT for a vocabulary of word pieces.</summary>
    /// <param name="vocabulary">Tokens in the order of their numbers, the five special ones of BERT among them; pieces inside words begin with "##".</param>
    /// <param name="lowerCase">Whether the vocabulary is of lower-case text without accents.</param>
    public static TextTokenizer ForBert(IReadOnlyList<string> vocabulary, bool lowerCase = true) => BertVocabulary.Create(vocabulary, lowerCase);

    /// <summary>The token numbers of a text with the frame, cut to a length.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxTokens">Most tokens in the result, frame included.</param>
    public int[] Encode(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _frame.Single(Tokenize(text), maxTokens);
    }

    /// <summary>The token and segment numbers of two texts in one frame; the longer is cut first.</summary>
    public (int[] Ids, int[] Segments) EncodePair(string first, string second, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return _frame.Pair(Tokenize(first), Tokenize(second), maxTokens);
    }

    /// <summary>Puts the frame around two texts that are tokenised already; the longer is cut first. Numbers below zero may stand for tokens.</summary>
    internal (int[] Ids, int[] Segments) Frame(List<int> first, List<int> second, int maxTokens) => _frame.Pair(first, second, maxTokens);

    /// <summary>The text of a token, as it stands in the vocabulary.</summary>
    public string Token(int id) => _special.Name(id) ?? _model.Tokens[id];

    /// <summary>The number of a token of the vocabulary; null when it has none.</summary>
    public int? Find(string token) => _special.Find(token) ?? _model.Find(token);

    /// <summary>The token numbers of a text without frame.</summary>
    internal List<int> Tokenize(string text)
    {
        var ids = new List<int>();
        foreach ((string part, int? special) in _special.Split(text))
        {
            if (special is { } id)
            {
                ids.Add(id);
                continue;
            }

            foreach (string word in _splitting.Split(_normalization.Apply(part)))
            {
                _model.Append(word, ids);
            }
        }

        return ids;
    }
}
