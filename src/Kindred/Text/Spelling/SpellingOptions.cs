namespace Kindred.Text;

/// <summary>How words of a query are read that the collection does not know, or mostly writes otherwise.</summary>
/// <remarks>A reading counts a share, above 0 and at most 1, of what a word of the query counts. The defaults were chosen on half of the queries of two tasks (docs/retrieval.md).</remarks>
public sealed record SpellingOptions
{
    /// <summary>Letters of the shortest word that may hold an error, at least 2. The default is 4.</summary>
    public int ShortestWord { get; init; } = 4;

    /// <summary>Letters of the shortest word that may hold two errors, at least 2. The default is 8.</summary>
    public int LongWord { get; init; } = 8;

    /// <summary>Most words that one is read as, at least 1. The default is 2.</summary>
    public int Readings { get; init; } = 2;

    /// <summary>What a word one error away counts. The default is 0.5.</summary>
    public double OneError { get; init; } = 0.5;

    /// <summary>What a word two errors away counts. The default is 0.4.</summary>
    public double TwoErrors { get; init; } = 0.4;

    /// <summary>What a common word near one that a single document has counts. The default is 0.3.</summary>
    public double Rare { get; init; } = 0.3;

    /// <summary>What each part of a word counts that the collection writes apart: "deckpaint". The default is 0.9.</summary>
    public double Parts { get; init; } = 0.9;

    /// <summary>What two words count that the collection writes as one: "fire place". The default is 0.5.</summary>
    public double Joined { get; init; } = 0.5;

    /// <summary>How many times more documents than a known word its parts must have to be a reading of it, as "lawn mower" is of "lawnmower"; at least 1. The default is 3.</summary>
    public double Apart { get; init; } = 3;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Some are out of their ranges; the message names all of them.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        foreach ((string name, double share) in new[]
        {
            (nameof(OneError), OneError), (nameof(TwoErrors), TwoErrors), (nameof(Rare), Rare), (nameof(Parts), Parts), (nameof(Joined), Joined),
        })
        {
            if (!(share > 0 && share <= 1))
            {
                faults.Add($"{name} {share} is not above 0 and at most 1");
            }
        }

        foreach ((string name, double number, int least) in new[] { (nameof(ShortestWord), ShortestWord, 2), (nameof(LongWord), LongWord, 2), (nameof(Readings), Readings, 1), (nameof(Apart), Apart, 1) })
        {
            if (!(number >= least))
            {
                faults.Add($"{name} {number} is below {least}");
            }
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{string.Join("; ", faults)}.");
        }
    }
}
