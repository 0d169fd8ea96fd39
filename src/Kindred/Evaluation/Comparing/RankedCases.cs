using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The outcome of asking a model every case: for each the ranks of its relevant products, how many were ranked, and the list on top.</summary>
/// <param name="Ranks">By case, in the order of its relevant products; from 0.</param>
/// <param name="Candidates">By case, number of products ranked.</param>
/// <param name="Lists">By case, the best products, as many as the longest list length asks for.</param>
internal sealed record RankedCases(int[][] Ranks, int[] Candidates, int[][] Lists)
{
    // Scores held at a time by a thread, and the most queries that share a reading of the model.
    private const int ScoresAtOnce = 4_000_000;
    private const int MostQueries = 32;

    /// <summary>Asks a model all cases on several threads, a few at a time.</summary>
    /// <exception cref="Kindred.Domain.KindredDataException">A score of the model is not a number.</exception>
    public static RankedCases Ask(
        IRecommender model, IReadOnlyList<EvaluationCase> cases, int listLength, int threads, ProgressCounter progress, CancellationToken cancellation)
    {
        var ranked = new RankedCases(new int[cases.Count][], new int[cases.Count], new int[cases.Count][]);
        int items = model.Items.Count;
        int together = Math.Clamp(ScoresAtOnce / Math.Max(1, items), 1, MostQueries);
        ParallelRows.For((cases.Count + together - 1) / together, threads, () => new float[together * items], (part, scores) =>
        {
            int first = part * together;
            int end = Math.Min(cases.Count, first + together);
            CheckedScores.Fill(model, [.. Enumerable.Range(first, end - first).Select(i => cases[i].Query)], scores.AsSpan(0, (end - first) * items));
            for (int i = first; i < end; i++)
            {
                ranked.Rank(cases[i], i, listLength, scores.AsSpan((i - first) * items, items));
                progress.Step();
            }
        }, cancellation);
        return ranked;
    }

    private void Rank(EvaluationCase question, int i, int listLength, Span<float> scores)
    {
        question.Filter.Apply(question.Query, scores);
        var ranks = new int[question.Relevant.Length];
        for (int r = 0; r < ranks.Length; r++)
        {
            ranks[r] = Evaluation.Ranks.Of(scores, question.Relevant[r]);
        }

        Ranks[i] = ranks;
        Candidates[i] = Evaluation.Ranks.CandidateCount(scores);
        Lists[i] = TopK.Select(scores, listLength).Rows.ToArray();
    }
}
