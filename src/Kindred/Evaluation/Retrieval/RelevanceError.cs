using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>How well scores predict relevance, once a monotone function has brought them to its scale: root mean squared error over judged pairs.</summary>
/// <remarks>Five folds by query: each pair is predicted by a function fitted to the pairs of the other folds' queries.</remarks>
internal static class RelevanceError
{
    public const string Name = "rmse";
    private const int Folds = 5;

    /// <summary>The squared errors of each query: their sum and how many there are.</summary>
    public static (double Sum, int Count)[] Squared(IReadOnlyList<RetrievalQuery> queries, IReadOnlyList<float[]> scores, ulong seed)
    {
        var random = new RandomStream(seed);
        int[] fold = [.. Enumerable.Range(0, queries.Count).Select(q => q % Folds)];
        random.Shuffle<int>(fold);
        var errors = new (double Sum, int Count)[queries.Count];
        for (int f = 0; f < Folds; f++)
        {
            int[] others = [.. Enumerable.Range(0, queries.Count).Where(q => fold[q] != f)];
            if (others.Length == 0)
            {
                continue;
            }

            var fit = MonotoneFit.Fit(others.SelectMany(q => queries[q].Relevance.Select((r, i) => ((double)scores[q][i], (double)r))));
            foreach (int q in Enumerable.Range(0, queries.Count).Where(q => fold[q] == f))
            {
                errors[q] = (queries[q].Relevance.Select((r, i) => Math.Pow(r - fit.Predict(scores[q][i]), 2)).Sum(), queries[q].Relevance.Length);
            }
        }

        return errors;
    }
}
