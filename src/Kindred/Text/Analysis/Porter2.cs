using System.Collections.Frozen;

namespace Kindred.Text;

/// <summary>The English stemmer Porter2: "running" and "runs" become "run".</summary>
/// <remarks>
/// M. F. Porter, "The English (Porter2) stemming algorithm" (2001, snowballstem.org), with its lists of exceptions. Written from the definition; the
/// steps carry its numbers. Words come in lower case and without apostrophes, so step 0 has nothing to do.
/// </remarks>
internal static class Porter2
{
    private static readonly FrozenDictionary<string, string> Exceptions = new Dictionary<string, string>
    {
        ["skis"] = "ski",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["idly"] = "idl",
        ["gently"] = "gentl",
        ["ugly"] = "ugli",
        ["early"] = "earli",
        ["only"] = "onli",
        ["singly"] = "singl",
        ["sky"] = "sky",
        ["news"] = "news",
        ["howe"] = "howe",
        ["atlas"] = "atlas",
        ["cosmos"] = "cosmos",
        ["bias"] = "bias",
        ["andes"] = "andes",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> KeptAfterPlurals =
        FrozenSet.ToFrozenSet(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"]);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ExceptionOf = Exceptions.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsKept = KeptAfterPlurals.GetAlternateLookup<ReadOnlySpan<char>>();

    // The longest ending that fits is the one that counts: longer ones stand before those they end with.
    private static readonly (string Ending, string Replacement)[] Step2Endings =
    [
        ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"), ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"),
        ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", string.Empty),
    ];

    private static readonly (string Ending, string Replacement)[] Step3Endings =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", string.Empty), ("ical", "ic"), ("ness", string.Empty), ("ful", string.Empty),
    ];

    private static readonly string[] Step4Endings =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];

    /// <summary>True for words the stemmer is made for: only letters a to z, at least three.</summary>
    public static bool Applies(ReadOnlySpan<char> word) => word.Length > 2 && !word.ContainsAnyExceptInRange('a', 'z');

    /// <summary>Stems a word in place and returns the new length, which is never longer.</summary>
    /// <param name="word">Lower-case letters a to z, at least three; its content is overwritten.</param>
    public static int Stem(Span<char> word)
    {
        if (ExceptionOf.TryGetValue(word, out string? stem))
        {
            stem.CopyTo(word);
            return stem.Length;
        }

        var work = new Porter2Word(word);
        Step1A(ref work);
        if (!IsKept.Contains(work.Text))
        {
            Step1B(ref work);
            Step1C(ref work);
            Step2(ref work);
            Step3(ref work);
            Step4(ref work);
            Step5(ref work);
        }

        return work.Finish();
    }

    private static void Step1A(ref Porter2Word word)
    {
        if (word.EndsWith("sses"))
        {
            word.Cut(2);
        }
        else if (word.EndsWith("ied") || word.EndsWith("ies"))
        {
            word.Cut(word.Length > 4 ? 2 : 1);
        }
        else if (word.EndsWith("s") && !word.EndsWith("us") && !word.EndsWith("ss") && word.HasVowelBefore(2))
        {
            word.Cut(1);
        }
    }

    private static void Step1B(ref Porter2Word word)
    {
        if (word.EndsWith("eed") || word.EndsWith("eedly"))
        {
            int ending = word.EndsWith("eed") ? 3 : 5;
            if (word.InR1(ending))
            {
                word.Cut(ending - 2);
            }

            return;
        }

        int length = word.EndsWith("ingly") ? 5 : word.EndsWith("edly") ? 4 : word.EndsWith("ing") ? 3 : word.EndsWith("ed") ? 2 : 0;
        if (length == 0 || !word.HasVowelBefore(length))
        {
            return;
        }

        word.Cut(length);
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
        {
            word.Append('e');
        }
        else if (word.EndsWithDouble)
        {
            word.Cut(1);
        }
        else if (word.IsShort)
        {
            word.Append('e');
        }
    }

    private static void Step1C(ref Porter2Word word)
    {
        if (word.Length > 2 && (word.EndsWith("y") || word.EndsWith("Y")) && !word.IsVowel(word.Length - 2))
        {
            word.Replace(1, "i");
        }
    }

    private static void Step2(ref Porter2Word word)
    {
        foreach ((string ending, string replacement) in Step2Endings)
        {
            if (!word.EndsWith(ending))
            {
                continue;
            }

            bool allowed = ending switch
            {
                "ogi" => word.LetterBefore(3) == 'l',
                "li" => "cdeghkmnrt".Contains(word.LetterBefore(2)),
                _ => true,
            };
            if (allowed && word.InR1(ending.Length))
            {
                word.Replace(ending.Length, replacement);
            }

            return;
        }
    }

    private static void Step3(ref Porter2Word word)
    {
        foreach ((string ending, string replacement) in Step3Endings)
        {
            if (!word.EndsWith(ending))
            {
                continue;
            }

            if (word.InR1(ending.Length) && (ending != "ative" || word.InR2(ending.Length)))
            {
                word.Replace(ending.Length, replacement);
            }

            return;
        }
    }

    private static void Step4(ref Porter2Word word)
    {
        foreach (string ending in Step4Endings)
        {
            if (!word.EndsWith(ending))
            {
                continue;
            }

            if (word.InR2(ending.Length) && (ending != "ion" || word.LetterBefore(3) is 's' or 't'))
            {
                word.Cut(ending.Length);
            }

            return;
        }
    }

    private static void Step5(ref Porter2Word word)
    {
        bool silent = word.EndsWith("e") && (word.InR2(1) || (word.InR1(1) && !word.EndsWithShortSyllable(1)));
        if (silent || (word.EndsWith("l") && word.InR2(1) && word.LetterBefore(1) == 'l'))
        {
            word.Cut(1);
        }
    }
}
