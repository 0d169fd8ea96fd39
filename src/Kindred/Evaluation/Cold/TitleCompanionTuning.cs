using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Trains <see cref="TitleCompanionModel"/> with what does best on products of the shop that are made cold for it: which pairs it learns from, and λ.</summary>
/// <remarks>
/// Two choices of pairs are tried: those the options say, and all that met more often than chance, however seldom. The first is sharper where
/// products have many proven companions; where few pairs are proven, the many unproven ones together tell more.
/// </remarks>
public static class TitleCompanionTuning
{
    // Each about twice the one before: quality changes little between them.
    private static readonly double[] Penalties = [0.35, 0.7, 1.5, 3, 6, 12, 25, 50];

    // Enough to tell the choices apart, at some milliseconds a case and choice; a small shop is drawn from several times.
    private const int MaxCases = 200;
    private const int MaxDraws = 5;

    /// <summary>Chooses on inner splits and trains on everything.</summary>
    /// <param name="baskets">Baskets as users.</param>
    /// <param name="titles">The title of each product row; null or empty where there is none.</param>
    /// <param name="options">What counts as a companion, and how it is learned; used as they are where no product can be made cold: none in 20 baskets has 3 companions.</param>
    /// <param name="training">Seed of the draws of cold products, threads and progress.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static TitleCompanionModel Train(
        InteractionData baskets, IReadOnlyList<string?> titles, TitleCompanionOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        return TitleCompanionModel.Train(baskets, titles, Choose(baskets, titles, options, training, cancellation), training, cancellation);
    }

    private static TitleCompanionOptions Choose(
        InteractionData baskets, IReadOnlyList<string?> titles, TitleCompanionOptions options, TrainingOptions training, CancellationToken cancellation)
    {
        TitleCompanionOptions[] targets = [options, AllAboveChance(options)];
        List<float[]> values = [];
        var protocol = new ColdOptions { MinPairCount = options.MinPairCount, MinLift = options.MinLift, MaxCompanions = options.MaxCompanions };
        for (int draw = 0; draw < MaxDraws && values.Count < MaxCases; draw++)
        {
            ColdSplit split = ColdSplit.Create(baskets, titles, protocol, training.Seed + (ulong)draw, training.Threads, cancellation).WithCases(MaxCases - values.Count);
            if (split.Cases.Count == 0)
            {
                break;
            }

            ColdScorer[] scorers = [.. targets.SelectMany(target => Scorers(split, target, training, cancellation))];
            var progress = new ProgressCounter(training.Progress, "choosing lambda", split.Cases.Count);
            values.AddRange(new ColdJudge(split, scorers, [], protocol.Cutoff).Judge(training.Threads, progress, cancellation));
        }

        return values.Count == 0 ? options : Best(targets, values);
    }

    private static TitleCompanionOptions AllAboveChance(TitleCompanionOptions options) =>
        options with { MinPairCount = 1, MinLift = Math.Min(options.MinLift, 1.01), MaxCompanions = Math.Max(options.MaxCompanions, 1_000), PriorSimilarity = 0 };

    private static IEnumerable<ColdScorer> Scorers(ColdSplit split, TitleCompanionOptions target, TrainingOptions training, CancellationToken cancellation)
    {
        var model = TitleCompanionModel.Train(split.Train, split.Titles, target, training, cancellation);
        return Penalties.Select(penalty => ScorerOf(model.WithRegularization(penalty)));
    }

    // By mean NDCG over the cases; of equals the first.
    private static TitleCompanionOptions Best(TitleCompanionOptions[] targets, List<float[]> values)
    {
        int best = Enumerable.Range(0, targets.Length * Penalties.Length).MaxBy(choice => values.Average(v => (double)v[(2 * choice) + 1]));
        return targets[best / Penalties.Length] with { Regularization = Penalties[best % Penalties.Length] };
    }

    private static ColdScorer ScorerOf(TitleCompanionModel model) => (question, scores) => model.ScoreAll(question.Title, scores);
}
