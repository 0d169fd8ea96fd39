namespace Kindred.Evaluation;

/// <summary>A query and what was judged for it.</summary>
/// <param name="Text">The query.</param>
/// <param name="Rows">The products that were judged, by row.</param>
/// <param name="Relevance">How well each of them fits, at least 0; 0 does not fit at all.</param>
public sealed record RetrievalQuery(string Text, int[] Rows, float[] Relevance);
