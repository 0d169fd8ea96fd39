using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The outcome of asking a model every case: for each the ranks of its relevant products, how many were ranked, and the list on top.</summary>
/// <param name="Ranks">By case, in the order of its relevant products; from 0.</param>
/// <param name="Candidates">By case, number of products ranked.</param>
/// <param name="Lists">By case, the best products, as many as the longest list length asks for.</param>
internal sealed record RankedCases(int[][] Ranks, int[] Candidates, int[][] Lists)
{
    /// <summary>Asks a model all cases on several threads.</summary>
    /// <exception cref="Kindred.Domain.KindredDataException">A score of the model is not a number.</exception>
    public static RankedCases Ask(
        IRecommender model, IReadOnlyList<EvaluationCase> cases, int listLength, int threads, ProgressCounter progress, CancellationToken cancellation)
    {
        var ranked = new RankedCases(new int[cases.Count][], new int[cases.Count], new int[cases.Count][]);
        ParallelRows.For(cases.Count, threads, () => new float[model.Items.Count], (i, scores) =>
        {
            ranked.Ask(model, cases[i], i, listLength, scores);
            progress.Step();
        }, cancellation);
        return ranked;
    }

    private void Ask(IRecommender model, EvaluationCase question, int i, int listLength, float[] scores)
    {
        CheckedScores.Fill(model, question.Query, scores);
        question.Filter.Apply(question.Query, scores);
        Ranks[i] = [.. question.Relevant.Select(row => Evaluation.Ranks.Of(scores, row))];
        Candidates[i] = Evaluation.Ranks.CandidateCount(scores);
        Lists[i] = TopK.Select(scores, listLength).Rows.ToArray();
    }
}
