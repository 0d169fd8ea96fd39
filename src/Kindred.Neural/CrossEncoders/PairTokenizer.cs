using Kindred.Neural.Tokenizing;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Two texts as token and segment numbers: [CLS] left [SEP] right [SEP].</summary>
/// <remarks>Fields are written as "name : value", empty ones and the name of a single field left out (serialisation after Li et al., 2020, "Ditto").</remarks>
internal sealed class PairTokenizer(TextTokenizer tokenizer, PairMarking marking, int maxTokens)
{
    /// <summary>Segments that the marking needs.</summary>
    public static int SegmentsOf(PairMarking marking) => marking == PairMarking.SharedWords ? 2 * PairWord.Marks : 2;

    public PairTokens Encode(string left, string right)
    {
        (string first, string second) = (Flatten(left), Flatten(right));
        if (marking == PairMarking.Sides)
        {
            (int[] plainIds, int[] sides) = tokenizer.EncodePair(first, second, maxTokens);
            return new PairTokens(plainIds, sides);
        }

        var a = new PairSide(first, tokenizer.Tokenize);
        var b = new PairSide(second, tokenizer.Tokenize);
        (int Id, int Mark)[] tokens = [.. Marked(a, b), .. Marked(b, a)];
        int inFirst = a.Tokens.Sum(t => t.Count);
        // Texts are framed by place, as negative numbers, so that a token and its mark stay together when the frame cuts.
        List<int> Places(int start, int count) => [.. Enumerable.Range(start, count).Select(i => -i - 1)];
        (int[] framed, int[] segments) = tokenizer.Frame(Places(0, inFirst), Places(inFirst, tokens.Length - inFirst), maxTokens);
        int[] ids = [.. framed.Select(f => f < 0 ? tokens[-f - 1].Id : f)];
        return new PairTokens(ids, [.. segments.Select((side, i) => framed[i] < 0 ? side + (2 * tokens[-framed[i] - 1].Mark) : side)]);
    }

    private static IEnumerable<(int Id, int Mark)> Marked(PairSide side, PairSide other) =>
        side.Words.SelectMany((word, i) => side.Tokens[i].Select(id => (id, word.Mark(other))));

    internal static string Flatten(string text)
    {
        if (!text.StartsWith("COL ", StringComparison.Ordinal))
        {
            return text;
        }

        (string Name, string Value)[] fields = [.. text[4..].Split(" COL ").Select(Field).Where(f => f.Value.Length > 0)];
        return fields.Length == 1 ? fields[0].Value : string.Join(" ; ", fields.Select(f => $"{f.Name} : {f.Value}"));
    }

    private static (string Name, string Value) Field(string text)
    {
        int value = text.IndexOf(" VAL", StringComparison.Ordinal);
        return value < 0 ? (string.Empty, text.Trim()) : (text[..value].Trim(), text[(value + 4)..].Trim());
    }
}

/// <summary>A framed pair.</summary>
/// <param name="Ids">Token numbers.</param>
/// <param name="Segments">Their segment numbers, as many.</param>
internal readonly record struct PairTokens(int[] Ids, int[] Segments);
