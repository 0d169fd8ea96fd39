using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Trains <see cref="TitleCompanionModel"/> with the λ that does best on products of the shop that are made cold for it.</summary>
public static class TitleCompanionTuning
{
    // Each about twice the one before: quality changes little between them.
    private static readonly double[] Choices = [0.35, 0.7, 1.5, 3, 6, 12];

    // Enough to tell the choices apart, at some milliseconds a case and choice.
    private const int MaxCases = 200;

    /// <summary>Chooses λ and trains on everything.</summary>
    /// <param name="baskets">Baskets as users.</param>
    /// <param name="titles">The title of each product row; null or empty where there is none.</param>
    /// <param name="options">What is learned and how; its λ is used where no product can be made cold: none in 20 baskets has 3 companions.</param>
    /// <param name="training">Seed of the draw of cold products, threads and progress.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static TitleCompanionModel Train(
        InteractionData baskets, IReadOnlyList<string?> titles, TitleCompanionOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        double regularization = Choose(baskets, titles, options, training, cancellation);
        return TitleCompanionModel.Train(baskets, titles, options with { Regularization = regularization }, training, cancellation);
    }

    private static double Choose(
        InteractionData baskets, IReadOnlyList<string?> titles, TitleCompanionOptions options, TrainingOptions training, CancellationToken cancellation)
    {
        var protocol = new ColdOptions { MinPairCount = options.MinPairCount, MinLift = options.MinLift, MaxCompanions = options.MaxCompanions };
        ColdSplit split = ColdSplit.Create(baskets, titles, protocol, training.Seed, training.Threads, cancellation).WithCases(MaxCases);
        if (split.Cases.Count == 0)
        {
            return options.Regularization;
        }

        var model = TitleCompanionModel.Train(split.Train, split.Titles, options, training, cancellation);
        ColdScorer[] scorers = [.. Choices.Select(model.WithRegularization).Select(ScorerOf)];
        var progress = new ProgressCounter(training.Progress, "choosing lambda", split.Cases.Count);
        float[][] values = new ColdJudge(split, scorers, [], protocol.Cutoff).Judge(training.Threads, progress, cancellation);
        double Ndcg(int choice) => values.Average(v => (double)v[(2 * choice) + 1]);
        return Choices[Enumerable.Range(0, Choices.Length).MaxBy(Ndcg)];
    }

    private static ColdScorer ScorerOf(TitleCompanionModel model) => (question, scores) => model.ScoreAll(question.Title, scores);
}
