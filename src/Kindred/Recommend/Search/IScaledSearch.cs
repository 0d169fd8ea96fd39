namespace Kindred.Recommend;

/// <summary>A search whose scores are on a scale that means the same for every query, so that they can be added to those of other searches.</summary>
public interface IScaledSearch : IProductSearch
{
    /// <summary>Prepares queries.</summary>
    /// <param name="queries">Any texts.</param>
    /// <param name="cancellation">Stops the preparing.</param>
    /// <returns>One for each query.</returns>
    IReadOnlyList<IScaledScores> Ask(IReadOnlyList<string> queries, CancellationToken cancellation = default);
}

/// <summary>The answers of an <see cref="IScaledSearch"/> to one query. Thread-safe.</summary>
public interface IScaledScores
{
    /// <summary>The best rows, best first; none for a query that nothing fits.</summary>
    /// <param name="k">Most rows, at least 0.</param>
    int[] Best(int k);

    /// <summary>Scores of rows: about 0 for a product like any other, about 1 for one that fits as well as can be.</summary>
    /// <param name="rows">Any rows.</param>
    float[] Score(int[] rows);
}
