using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Trains models one after the other and measures each: what every protocol has in common.</summary>
internal static class ModelRuns
{
    /// <summary>Trains each model and has it judged; a model is let go of before the next one is trained.</summary>
    /// <param name="train">What all are trained on.</param>
    /// <param name="models">What to train, in the order of the table.</param>
    /// <param name="options">Seed, threads, progress.</param>
    /// <param name="judge">Asks a model, given the name it has in the table.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    public static ModelResult[] Each(
        InteractionData train, IReadOnlyList<ModelRequest> models, EvaluationOptions options, Func<IRecommender, string, Judgement> judge, CancellationToken cancellation)
    {
        // Made on first use and kept by the data: it belongs to no model's memory.
        _ = train.ItemUsers;
        return [.. models.Select(request => Run(train, request, NameIn(models, request), options, judge, cancellation))];
    }

    private static ModelResult Run(
        InteractionData train, ModelRequest request, string name, EvaluationOptions options, Func<IRecommender, string, Judgement> judge, CancellationToken cancellation)
    {
        using var meter = new ResourceMeter();
        TrainingOptions training = request.Training(options.Seed, options.Threads) with { Progress = options.Progress };
        (IRecommender model, double trainSeconds) = ResourceMeter.Time(() => request.Definition.Train(train, request.Options, training, cancellation));
        return Result(name, ModelOptions.Format(request.Options), model, judge(model, name), trainSeconds, meter) with { StopAfterEpochs = request.StopAfterEpochs };
    }

    /// <summary>Puts time and memory beside what a model answered.</summary>
    public static ModelResult Result(
        string name, IReadOnlyDictionary<string, string> parameters, IRecommender model, Judgement judgement, double trainSeconds, ResourceMeter meter) => new()
        {
            Name = name,
            Parameters = parameters,
            Settled = SettledIn(model, parameters),
            Metrics = judgement.Metrics,
            Intervals = judgement.Intervals,
            Segments = judgement.Segments,
            Samples = judgement.Samples,
            TrainSeconds = trainSeconds,
            ScoreSeconds = judgement.ScoreSeconds,
            PeakMemoryMb = meter.PeakMb,
            AddedMemoryMb = Math.Max(0, meter.PeakMb - meter.StartMb),
            SizeBytes = model.SizeBytes,
        };

    private static Dictionary<string, string> SettledIn(IRecommender model, IReadOnlyDictionary<string, string> parameters) =>
        model is not ISettledOptions { Settled: { } options } ? []
            : ModelOptions.Format(options).Where(o => parameters.TryGetValue(o.Key, out string? asked) && asked != o.Value).ToDictionary(StringComparer.Ordinal);

    // The kind alone where it stands once; with the options that tell them apart where it stands more often.
    private static string NameIn(IReadOnlyList<ModelRequest> models, ModelRequest request) =>
        models.Count(m => m.Definition == request.Definition) == 1 ? request.Name : request.Label;
}
