using Kindred.Domain;

namespace Kindred.Recommend;

/// <summary>Finds products for texts. Row r of an answer is the r-th text the search was built on.</summary>
/// <remarks>Implementations are thread-safe once built, and the same question always has the same answer.</remarks>
public interface IProductSearch : IDisposable
{
    /// <summary>Answers queries, each with its best rows, best first; a query that nothing fits has an empty answer.</summary>
    /// <param name="queries">Any texts.</param>
    /// <param name="k">Most rows an answer has, at least 0.</param>
    /// <param name="cancellation">Stops the search.</param>
    IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default);

    /// <summary>Scores given rows for each query; higher is better, comparable within a query.</summary>
    /// <param name="queries">Any texts.</param>
    /// <param name="candidates">For each query the rows to score.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <returns>For each query one score a candidate, in the order given.</returns>
    IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default);
}
