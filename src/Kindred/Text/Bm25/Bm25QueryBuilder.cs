namespace Kindred.Text;

/// <summary>Gathers the terms of a query.</summary>
internal sealed class Bm25QueryBuilder(Bm25Index index)
{
    private readonly SortedDictionary<int, double> _shares = [];
    private double _highest;

    /// <summary>Adds a token of the query: what it can give counts in the highest score, also where no document has it.</summary>
    public void Add(ReadOnlySpan<char> token)
    {
        AddReading(token, 1);
        _highest += index.Greatest(token);
    }

    /// <summary>Adds another reading of a token, which does not count in the highest score.</summary>
    /// <param name="token">A token; passed over where no document has it.</param>
    /// <param name="share">What it counts against a token of the query, above 0.</param>
    public void AddReading(ReadOnlySpan<char> token, double share)
    {
        if (index.TryGetTerm(token, out int term))
        {
            _shares[term] = _shares.GetValueOrDefault(term) + share;
        }
    }

    /// <summary>The query.</summary>
    public Bm25Query Build() => new([.. _shares.Select(s => (s.Key, (float)(s.Value * index.InverseFrequency(s.Key))))], _highest);
}
