namespace Kindred.Text;

/// <summary>How text without spaces between words (Chinese, Japanese, Korean, Thai) becomes tokens.</summary>
public enum HanTokens
{
    /// <summary>Every two neighbouring characters; a character that stands alone by itself. Good precision without a dictionary.</summary>
    Bigrams,

    /// <summary>Every character and every two neighbouring ones.</summary>
    CharactersAndBigrams,

    /// <summary>Every character.</summary>
    Characters,

    /// <summary>Words found by <see cref="TextAnalyzerOptions.Segmenter"/>, which has learned them from the shop's own texts.</summary>
    Words,
}
