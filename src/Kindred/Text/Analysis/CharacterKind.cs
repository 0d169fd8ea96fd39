namespace Kindred.Text;

/// <summary>What a character is to the tokeniser.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Space, punctuation, sign: ends a token.</summary>
    Separator,

    /// <summary>A letter of a script that puts spaces between words.</summary>
    Letter,

    /// <summary>A decimal digit.</summary>
    Digit,

    /// <summary>A letter of a script without spaces between words: Chinese, Japanese, Korean syllables, Thai and its neighbours.</summary>
    Unspaced,
}
