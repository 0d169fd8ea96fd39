namespace Kindred.Text;

/// <summary>Turns product titles and queries, English and Chinese mixed as they come, into tokens to be matched.</summary>
/// <remarks>
/// Normalises (<see cref="TextNormalizer"/>), cuts at spaces, punctuation and changes of script, joins numbers with their units, cuts "50x70"
/// into its numbers, leaves stop words out and stems English words. The same text gives the same tokens everywhere; analysing tokens joined by
/// spaces again may stem them further. Immutable and thread-safe.
/// </remarks>
public sealed class TextAnalyzer
{
    private readonly TextAnalyzerOptions _options;

    /// <summary>Creates an analyser.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public TextAnalyzer(TextAnalyzerOptions? options = null)
    {
        _options = options ?? new TextAnalyzerOptions();
        _options.Validate();
    }

    /// <summary>Analyses a text into new strings.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    public string[] Analyze(string? text)
    {
        var tokens = new TokenBuffer();
        Analyze(text, tokens);
        return tokens.ToArray();
    }

    /// <summary>Analyses a text into a buffer, whose old content is replaced.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="tokens">Receives the tokens in the order of the text.</param>
    public void Analyze(string? text, TokenBuffer tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        tokens.Clear();
        ReadOnlySpan<char> rest = TextNormalizer.Normalize(text);
        while (!rest.IsEmpty)
        {
            rest = rest[Take(rest, tokens)..];
        }
    }

    /// <summary>The same analyser without stemming: the same tokens in the same order, as they are written.</summary>
    internal TextAnalyzer Unstemmed() => new(_options with { Stem = false });

    /// <summary>The same analyser with stop words left in.</summary>
    internal TextAnalyzer WithStopWords() => new(_options with { RemoveStopWords = false });

    // Takes what stands at the start and returns how many characters that was.
    private int Take(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        switch (CharacterKinds.Of(text[0]))
        {
            case CharacterKind.Separator:
                return 1;
            case CharacterKind.Digit:
                return _options.JoinUnits ? NumberScanner.Take(text, tokens) : TakeWord(text, tokens);
            case CharacterKind.Letter:
                return TakeWord(text, tokens);
            default:
                int length = RunLength(text);
                TakeUnspaced(text[..length], tokens);
                return length;
        }
    }

    private int TakeWord(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        int length = WordScanner.Take(text, tokens);
        if (_options.RemoveStopWords && StopWords.Contains(tokens.Last))
        {
            tokens.RemoveLast();
        }
        else if (_options.Stem && Porter2.Applies(tokens.Last))
        {
            tokens.Shorten(Porter2.Stem(tokens.Last));
        }

        return length;
    }

    private void TakeUnspaced(ReadOnlySpan<char> run, TokenBuffer tokens)
    {
        if (_options.Han == HanTokens.Words)
        {
            foreach (Range word in _options.Segmenter!.Cut(run))
            {
                AddUnlessStopWord(run[word], tokens);
            }

            return;
        }

        for (int i = 0; i < run.Length; i++)
        {
            if (_options.Han != HanTokens.Bigrams || run.Length == 1)
            {
                AddUnlessStopWord(run.Slice(i, 1), tokens);
            }

            if (_options.Han != HanTokens.Characters && i + 1 < run.Length)
            {
                tokens.Add(run.Slice(i, 2));
            }
        }
    }

    private void AddUnlessStopWord(ReadOnlySpan<char> token, TokenBuffer tokens)
    {
        if (!_options.RemoveStopWords || !StopWords.Contains(token))
        {
            tokens.Add(token);
        }
    }

    private static int RunLength(ReadOnlySpan<char> text)
    {
        int length = 1;
        while (length < text.Length && CharacterKinds.Of(text[length]) == CharacterKind.Unspaced)
        {
            length++;
        }

        return length;
    }
}
