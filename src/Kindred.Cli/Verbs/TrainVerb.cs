using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred train</c>: trains models on the workspace's baskets or on a file and keeps them as checked safetensors files.</summary>
internal static class TrainVerb
{
    private static readonly Argument<string[]> Names = new("MODEL")
    {
        Description = $"Models to train: {string.Join(", ", ModelRegistry.All.Select(d => d.Name))}.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Param = new("--param") { Description = "Set an option of the model, name=value; may be repeated. Only with one MODEL.", HelpName = "K=V" };

    private static readonly Option<bool> Tune = new("--tune") { Description = "Search the settings on a validation part first." };

    private static readonly Option<int> Trials = NumberOption.Create("--trials", "Settings that --tune draws for each model.", "N", 2, 10_000, 16);

    private static readonly Option<string> Output = new("--output") { Description = "Folder for the model files; without it they become artefacts of the workspace.", HelpName = "DIR" };

    public static Command Create() => Verb.Create(
        "train",
        "Train models on the workspace's baskets or on a file of interactions.",
        ["kindred train knn", "kindred train knn --param similarity=bm25 --param neighbors=100", "kindred train knn transitions --train sequences.txt --format sequences --output models"],
        context => Task.FromResult(Run(context)),
        Names, Param, Tune, Trials, InteractionSource.Train, InteractionSource.Format, InteractionSource.MinRating, Output);

    private static int Run(RunContext context)
    {
        string[] parameters = context.Arguments.GetValue(Param) ?? [];
        ModelDefinition[] definitions = [.. context.Arguments.GetValue(Names)!.Select(ModelRegistry.Get)];
        if (parameters.Length > 0 && definitions.Length > 1)
        {
            throw new KindredDataException("--param sets options of one model; train the models one by one, or leave --param out.");
        }

        ModelRequest[] requests = [.. definitions.Select(d => new ModelRequest(d, d.ParseOptions(parameters)))];
        TrainedModel[] trained = Progress.Show(context, progress =>
        {
            (InteractionData data, Func<EvaluationTask> split) = Read(context, progress);
            return requests.Select(request => Train(context, request, data, split, progress)).ToArray();
        });
        Write(context, trained);
        return ExitCode.Done;
    }

    // The data, and the split that tuning uses, which is made only when it is wanted.
    private static (InteractionData Data, Func<EvaluationTask> Split) Read(RunContext context, IProgress<StageProgress> progress)
    {
        if (context.Arguments.GetValue(InteractionSource.Train) is { } path)
        {
            InteractionData data = InteractionSource.ReadFiles(context, [path])[0];
            return (data, () => data.HasOrder ? NextItem.LeaveLastOut(data) : new UserHoldOut { Seed = context.Seed }.Create(data));
        }

        BasketHistory history = InteractionSource.ReadWorkspace(context, progress).History;
        return (history.ByBasket(), () => new BasketCompletion { Seed = context.Seed }.Create(history));
    }

    private static TrainedModel Train(RunContext context, ModelRequest request, InteractionData data, Func<EvaluationTask> split, IProgress<StageProgress> progress)
    {
        double? quality = null;
        if (context.Arguments.GetValue(Tune))
        {
            var tuning = new TuningOptions { Trials = context.Arguments.GetValue(Trials), Seed = context.Seed, Threads = context.Threads, Progress = progress };
            TuningResult result = Tuner.Tune(split(), request.Definition, tuning, context.Cancellation);
            (request, quality) = (result.Best, result.Quality);
        }

        var training = new TrainingOptions { Seed = context.Seed, Threads = context.Threads, Progress = progress };
        long start = context.Clock.GetTimestamp();
        IRecommender model = request.Definition.Train(data, request.Options, training, context.Cancellation);
        double seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        return new TrainedModel(model.Name, Keep(context, model, request, data), ModelOptions.Format(request.Options), seconds, model.SizeBytes, quality);
    }

    private static string Keep(RunContext context, IRecommender model, ModelRequest request, InteractionData data)
    {
        string file = $"{model.Name}.safetensors";
        if (context.Arguments.GetValue(Output) is { } folder)
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, file);
            AtomicFile.Replace(path, temporary => Save(model, temporary));
            return path;
        }

        using Workspace workspace = Workspaces.Open(context, "train");
        var key = new ArtifactKey
        {
            Stage = $"model-{model.Name}",
            Inputs = new Dictionary<string, string> { ["interactions"] = DataFingerprint.Of(data) },
            Options = ModelOptions.Format(request.Options),
            Seed = context.Seed,
            Version = ProgramVersion.Text,
        };
        Artifact artifact = workspace.Artifacts.GetOrAdd(key, target => Save(model, Path.Combine(target, file)));
        workspace.Artifacts.Publish(artifact);
        return Path.Combine(artifact.Folder, file);
    }

    private static void Save(IRecommender model, string path)
    {
        using FileStream stream = File.Create(path);
        model.Save(stream);
    }

    private static void Write(RunContext context, TrainedModel[] models)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Models = models });
            return;
        }

        foreach (TrainedModel model in models)
        {
            string quality = model.Quality is { } q ? FormattableString.Invariant($", NDCG@20 {q:0.0000} on validation") : string.Empty;
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Name}: trained in {model.Seconds:0.00} s, {model.ModelBytes / 1048576.0:0.0} MB{quality}, kept in {model.File}"));
        }
    }

    private sealed record TrainedModel(string Name, string File, IReadOnlyDictionary<string, string> Parameters, double Seconds, long ModelBytes, double? Quality);
}
