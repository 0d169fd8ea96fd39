namespace Kindred.Evaluation;

/// <summary>How good a search is.</summary>
/// <param name="Name">The method.</param>
/// <param name="Metrics">Means over the queries, by name.</param>
/// <param name="Intervals">Bootstrap intervals of those means.</param>
/// <param name="Seconds">Wall time: <c>index</c> (encoding or indexing the products, training what is trained on them) and <c>search</c> (all queries).</param>
/// <param name="Leads">How far the means are above those of the first method: intervals over the same samples of queries for both. Empty for the first method.</param>
public sealed record RetrievalResult(
    string Name, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, Interval> Intervals, IReadOnlyDictionary<string, double> Seconds,
    IReadOnlyDictionary<string, Interval> Leads);
