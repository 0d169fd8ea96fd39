namespace Kindred.Text;

/// <summary>A query as the index answers it.</summary>
/// <param name="Terms">The terms that at least one document has, ascending, each with what its impacts are multiplied by.</param>
/// <param name="Highest">What no document's score reaches.</param>
internal sealed record Bm25Query(IReadOnlyList<(int Term, float Weight)> Terms, double Highest);
