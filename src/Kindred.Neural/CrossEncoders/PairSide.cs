namespace Kindred.Neural.CrossEncoders;

/// <summary>One text of a pair, cut into words and tokens once.</summary>
internal sealed class PairSide
{
    public PairSide(string text, Func<string, IReadOnlyList<int>> tokenize)
    {
        Words = PairWord.Split(text);
        Tokens = [.. Words.Select(w => tokenize(w.Text))];
        Keys = [.. Words.Select(w => w.Key).Where(k => char.IsLetterOrDigit(k[0]))];
        Joined = string.Concat(Words.SelectMany(w => w.Key).Where(char.IsLetterOrDigit));
    }

    public IReadOnlyList<PairWord> Words { get; }

    /// <summary>The tokens of each word.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Tokens { get; }

    /// <summary>The words and numbers, lower-case; signs are not among them.</summary>
    public HashSet<string> Keys { get; }

    /// <summary>All letters and digits in a row.</summary>
    public string Joined { get; }
}
