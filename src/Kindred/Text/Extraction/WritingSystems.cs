namespace Kindred.Text;

/// <summary>Tells what a text is written in by counting its letters by script.</summary>
public static class WritingSystems
{
    /// <summary>The writing system with the most letters; a Chinese character counts as three letters, about what it says in Latin ones.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <remarks>A text with Chinese characters and Japanese syllables is Japanese when the syllables are at least a tenth of both.</remarks>
    public static WritingSystem Detect(string? text)
    {
        Span<int> letters = stackalloc int[(int)WritingSystem.Other + 1];
        foreach (char c in text ?? string.Empty)
        {
            if (char.IsLetter(c))
            {
                WritingSystem system = Of(c);
                letters[(int)system] += system is WritingSystem.Chinese or WritingSystem.Korean ? 3 : 1;
            }
        }

        if (10 * letters[(int)WritingSystem.Japanese] * 3 >= letters[(int)WritingSystem.Chinese] && letters[(int)WritingSystem.Japanese] > 0)
        {
            letters[(int)WritingSystem.Japanese] += letters[(int)WritingSystem.Chinese];
            letters[(int)WritingSystem.Chinese] = 0;
        }

        var best = WritingSystem.None;
        for (int system = 1; system < letters.Length; system++)
        {
            best = letters[system] > letters[(int)best] ? (WritingSystem)system : best;
        }

        return best;
    }

    private static WritingSystem Of(char c) => c switch
    {
        < '\u0250' or (>= '\u1E00' and <= '\u1EFF') or (>= '\uFF21' and <= '\uFF5A') => WritingSystem.Latin,
        >= '\u0370' and <= '\u03FF' => WritingSystem.Greek,
        >= '\u0400' and <= '\u052F' => WritingSystem.Cyrillic,
        >= '\u0590' and <= '\u05FF' => WritingSystem.Hebrew,
        (>= '\u0600' and <= '\u06FF') or (>= '\u0750' and <= '\u077F') => WritingSystem.Arabic,
        >= '\u0900' and <= '\u097F' => WritingSystem.Devanagari,
        >= '\u0E00' and <= '\u0E7F' => WritingSystem.Thai,
        _ when CharacterKinds.IsHan(c) => WritingSystem.Chinese,
        _ when CharacterKinds.IsKana(c) => WritingSystem.Japanese,
        _ when CharacterKinds.IsHangul(c) => WritingSystem.Korean,
        _ => WritingSystem.Other,
    };
}
