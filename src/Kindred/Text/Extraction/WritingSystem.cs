namespace Kindred.Text;

/// <summary>What a text is mostly written in, and with it, as far as script tells, its language.</summary>
public enum WritingSystem
{
    /// <summary>No letters.</summary>
    None,

    /// <summary>Latin letters: English and most languages of Europe.</summary>
    Latin,

    /// <summary>Chinese characters without Japanese syllables: Chinese.</summary>
    Chinese,

    /// <summary>Japanese: its syllables, usually among Chinese characters.</summary>
    Japanese,

    /// <summary>Korean.</summary>
    Korean,

    /// <summary>Cyrillic: Russian and its neighbours.</summary>
    Cyrillic,

    /// <summary>Greek.</summary>
    Greek,

    /// <summary>Arabic: also Persian and Urdu.</summary>
    Arabic,

    /// <summary>Hebrew.</summary>
    Hebrew,

    /// <summary>Thai.</summary>
    Thai,

    /// <summary>Devanagari: Hindi and its neighbours.</summary>
    Devanagari,

    /// <summary>Any other script.</summary>
    Other,
}
