namespace Kindred.Text;

/// <summary>A query as titles are compared with it.</summary>
internal sealed class TitleQuery
{
    private TitleQuery(int[] terms, double[] pairWeights) => (Terms, PairWeights, PairWeight) = (terms, pairWeights, pairWeights.Sum());

    /// <summary>The terms in their order; -1 for tokens that no document has.</summary>
    public int[] Terms { get; }

    /// <summary>For each term the weight of it and the next one as a pair: that of the more common one; 0 in scripts without spaces, whose tokens overlap.</summary>
    public double[] PairWeights { get; }

    /// <summary>The weight of all pairs.</summary>
    public double PairWeight { get; }

    /// <summary>Reads a query.</summary>
    public static TitleQuery Read(Bm25Index index, string query)
    {
        string[] tokens = index.Analyzer.Analyze(query);
        bool IsSpaced(int i) => i < tokens.Length && CharacterKinds.Of(tokens[i][0]) != CharacterKind.Unspaced;
        return new TitleQuery(
            [.. tokens.Select(t => index.TryGetTerm(t, out int term) ? term : -1)],
            [.. tokens.Select((t, i) => IsSpaced(i) && IsSpaced(i + 1) ? Math.Min(index.Greatest(t), index.Greatest(tokens[i + 1])) : 0)]);
    }
}
