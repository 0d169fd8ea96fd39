using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Models;

/// <summary>Tunes where it was asked for, trains and compares the models on one protocol after the other.</summary>
internal sealed class ModelEvaluation(RunContext context, EvaluationOptions options, IProgress<StageProgress> progress)
{
    public static readonly Option<bool> Tune = new("--tune") { Description = "Search each model's settings on the validation data first; options given in --models stay." };

    public static readonly Option<int> Trials = NumberOption.Create("--trials", "Settings that --tune draws for each model.", "N", 2, 10_000, 16);

    public static readonly Option<int?> MaxCases = NumberOption.CreateOptional("--max-cases", "Ask at most so many cases, drawn at random; the ranking stays full. Default: all.", "N", 1, int.MaxValue);

    public ComparisonTable Compare(EvaluationTask task, IReadOnlyList<ModelRequest> models)
    {
        if (task.Cases.Count == 0)
        {
            throw new KindredDataException($"The protocol '{task.Protocol}' has no case in this data: nothing is left to ask for. Give more data, or choose another --protocol.");
        }

        task = context.Arguments.GetValue(MaxCases) is { } most ? task.WithCases(most, context.Seed) : task;
        return Evaluator.Compare(task, Tuned(task, models), options, context.Cancellation);
    }

    public ComparisonTable ComparePairs(BasketHistory history, Func<InteractionData, IReadOnlyList<ModelRequest>> models)
    {
        if (context.Arguments.GetValue(Tune))
        {
            throw new KindredDataException($"The protocol {ProtocolChoice.Pairs} has no data to tune on; leave --tune out, or give tuned options in --models.");
        }

        var prediction = new PairPrediction(history, new PairPredictionOptions { Seed = context.Seed });
        return prediction.Compare(models(prediction.Train), options, context.Cancellation);
    }

    private ModelRequest[] Tuned(EvaluationTask task, IReadOnlyList<ModelRequest> models)
    {
        if (!context.Arguments.GetValue(Tune))
        {
            return [.. models];
        }

        var tuning = new TuningOptions
        {
            Trials = context.Arguments.GetValue(Trials),
            Metric = $"ndcg@{options.Cutoffs[^1]}",
            Seed = context.Seed,
            Threads = context.Threads,
            Progress = progress,
        };
        return [.. models.Select(model =>
        {
            TuningResult result = Tuner.Tune(task, model, tuning, context.Cancellation);
            context.Notes.WriteLine($"{result.Best.Label}: {tuning.Metric} {result.Quality:0.0000} on validation (defaults {result.DefaultQuality:0.0000})");
            return result.Best;
        })];
    }
}
