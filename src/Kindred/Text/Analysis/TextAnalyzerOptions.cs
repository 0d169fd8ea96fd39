namespace Kindred.Text;

/// <summary>How texts become tokens.</summary>
public sealed record TextAnalyzerOptions
{
    /// <summary>Reduce English words to stems (Porter2). The default is true.</summary>
    public bool Stem { get; init; } = true;

    /// <summary>Leave out words that say nothing by themselves, English and Chinese. The default is true.</summary>
    public bool RemoveStopWords { get; init; } = true;

    /// <summary>Join a number and the unit after it, "500 ml" and "500ML" becoming <c>500ml</c>. The default is true.</summary>
    public bool JoinUnits { get; init; } = true;

    /// <summary>How text without spaces is cut. The default is <see cref="HanTokens.CharactersAndBigrams"/>.</summary>
    public HanTokens Han { get; init; } = HanTokens.CharactersAndBigrams;

    /// <summary>Cuts text without spaces into words; needed for, and only used by, <see cref="HanTokens.Words"/>. The default is null.</summary>
    public WordSegmenter? Segmenter { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Words are asked for without a segmenter.</exception>
    public void Validate()
    {
        if (Han == HanTokens.Words && Segmenter is null)
        {
            throw new ArgumentException($"{nameof(Han)} = {nameof(HanTokens.Words)} needs a {nameof(Segmenter)}; learn one with {nameof(WordSegmenter)}.{nameof(WordSegmenter.Learn)}.", nameof(Segmenter));
        }
    }
}
