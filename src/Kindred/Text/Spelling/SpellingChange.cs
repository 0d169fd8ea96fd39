namespace Kindred.Text;

/// <summary>A word of a query that no document has, and what it is read as.</summary>
/// <param name="Written">As the query has it, normalised.</param>
/// <param name="Read">As the collection writes it, the best reading where there are several; two words for two that were written together.</param>
public sealed record SpellingChange(string Written, string Read);
