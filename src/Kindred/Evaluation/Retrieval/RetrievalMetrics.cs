namespace Kindred.Evaluation;

/// <summary>What a ranking is worth, given what was judged.</summary>
/// <remarks>
/// ndcg@10: gain 2^relevance − 1, discount log2(rank + 1), divided by the best possible over all judged products (Järvelin &amp; Kekäläinen, 2002, in
/// the form of Burges et al., 2005); ndcg: the same without a cut, for rankings of the judged products alone. mrr: 1 / rank of the first relevant
/// product. recall@100: share of the relevant products among the first 100.
/// Relevant means relevance above 0. A query without a relevant product has no place in any mean.
/// </remarks>
internal static class RetrievalMetrics
{
    public const int NdcgDepth = 10;
    public const int RecallDepth = 100;

    public static readonly string[] Names = [$"ndcg@{NdcgDepth}", "mrr", $"recall@{RecallDepth}"];

    public static readonly string[] JudgedNames = [.. Names, "ndcg"];

    /// <summary>The metrics of a query in the order of <see cref="JudgedNames"/>; those of <see cref="Names"/> come first.</summary>
    /// <param name="ranking">Rows, best first.</param>
    /// <param name="query">What was judged.</param>
    public static float[] Compute(ReadOnlySpan<int> ranking, RetrievalQuery query)
    {
        var relevance = new Dictionary<int, float>();
        for (int i = 0; i < query.Rows.Length; i++)
        {
            relevance[query.Rows[i]] = query.Relevance[i];
        }

        double gained = 0;
        double gainedInAll = 0;
        double reciprocal = 0;
        int found = 0;
        for (int rank = 1; rank <= ranking.Length; rank++)
        {
            float grade = relevance.GetValueOrDefault(ranking[rank - 1]);
            double gain = Gain(grade) / Math.Log2(rank + 1);
            gained += rank <= NdcgDepth ? gain : 0;
            gainedInAll += gain;
            reciprocal = reciprocal == 0 && grade > 0 ? 1.0 / rank : reciprocal;
            found += rank <= RecallDepth && grade > 0 ? 1 : 0;
        }

        double[] ideal = [.. query.Relevance.OrderDescending().Select((grade, i) => Gain(grade) / Math.Log2(i + 2))];
        return [(float)(gained / ideal.Take(NdcgDepth).Sum()), (float)reciprocal, (float)found / query.Relevance.Count(g => g > 0), (float)(gainedInAll / ideal.Sum())];
    }

    private static double Gain(float grade) => Math.Pow(2, grade) - 1;
}
