namespace Kindred.Text;

/// <summary>Which words stand next to each other in titles. Memory: 4 bytes a token. Immutable and thread-safe.</summary>
internal sealed class TitlePairs
{
    private readonly int[] _terms;
    private readonly int[] _starts;

    private TitlePairs(int[] terms, int[] starts) => (_terms, _starts) = (terms, starts);

    /// <summary>Reads titles.</summary>
    /// <param name="index">The index whose terms are meant.</param>
    /// <param name="titles">The title of each document.</param>
    public static TitlePairs Read(Bm25Index index, IReadOnlyList<string> titles)
    {
        var terms = new List<int>();
        var starts = new int[titles.Count + 1];
        var tokens = new TokenBuffer();
        for (int row = 0; row < titles.Count; row++)
        {
            index.Analyzer.Analyze(titles[row], tokens);
            for (int i = 0; i < tokens.Count; i++)
            {
                terms.Add(index.TryGetTerm(tokens[i], out int term) ? term : -1);
            }

            starts[row + 1] = terms.Count;
        }

        return new TitlePairs([.. terms], starts);
    }

    /// <summary>The share of a query's pairs of neighbours, by weight, that are neighbours in a title too, in the same order.</summary>
    public double Share(int row, TitleQuery query)
    {
        ReadOnlySpan<int> title = _terms.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);
        double found = 0;
        for (int i = 0; i + 1 < query.Terms.Length; i++)
        {
            if (query.PairWeights[i] > 0 && title.IndexOf(query.Terms.AsSpan(i, 2)) >= 0)
            {
                found += query.PairWeights[i];
            }
        }

        return query.PairWeight > 0 ? found / query.PairWeight : 0;
    }
}
