using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>Products to search in and queries whose answers were judged.</summary>
/// <param name="Products">The ids; row r is the r-th product.</param>
/// <param name="Texts">The text of each product: its title and, where there is one, its description.</param>
/// <param name="Titles">The title of each product.</param>
/// <param name="Queries">The queries, in the order of the judgments.</param>
public sealed record RetrievalTask(Vocabulary Products, IReadOnlyList<string> Texts, IReadOnlyList<string> Titles, IReadOnlyList<RetrievalQuery> Queries)
{
    /// <summary>Judgments that were left out because their product is not among the products.</summary>
    public int UnknownJudged { get; init; }
}
