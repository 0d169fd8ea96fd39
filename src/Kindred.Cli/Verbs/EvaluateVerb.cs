using System.CommandLine;
using System.Text;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate</c>: trains models, asks them what was held back, and compares them.</summary>
internal static class EvaluateVerb
{
    private static readonly Option<string> Test = new("--test") { Description = "Interactions that models are asked for.", HelpName = "FILE" };

    private static readonly Option<string> Valid = new("--valid") { Description = "Interactions for tuning; trained on too before the test.", HelpName = "FILE" };

    private static readonly Option<string> Models = new("--models")
    {
        Description = $"Models by name, comma-separated, with options after a colon: knn:similarity=bm25;neighbors=99. Default: all. Models: {string.Join(", ", ModelRegistry.All.Select(d => d.Name))}.",
        HelpName = "A,B",
    };

    private static readonly Option<bool> Tune = new("--tune") { Description = "Search each model's settings on the validation data first." };

    private static readonly Option<int> Trials = NumberOption.Create("--trials", "Settings that --tune draws for each model.", "N", 2, 10_000, 16);

    private static readonly Option<string> Cutoffs = new("--k") { Description = "Lengths of the lists that are judged, comma-separated.", HelpName = "K,K", DefaultValueFactory = _ => "10,20" };

    public static Command Create()
    {
        Command command = CreateModels();
        command.Subcommands.Add(EvaluateColdVerb.Create());
        command.Subcommands.Add(EvaluateRetrievalVerb.Create());
        command.Subcommands.Add(EvaluateMatchingVerb.Create());
        return command;
    }

    private static Command CreateModels() => Verb.Create(
        "evaluate",
        "Train models, ask them for what was held back, and compare them: the full ranking, with intervals and significance.",
        [
            "kindred evaluate --train train.txt.gz --valid valid.txt.gz --test test.txt.gz --models popularity,knn --k 20",
            "kindred evaluate --train sequences.txt --format sequences --models \"knn:similarity=bm25,transitions\"",
            "kindred evaluate --tune --json",
        ],
        context => Task.FromResult(Run(context)),
        InteractionSource.Train, Valid, Test, InteractionSource.Format, InteractionSource.MinRating, Models, Tune, Trials, Cutoffs);

    private static int Run(RunContext context)
    {
        var options = new EvaluationOptions { Cutoffs = ReadCutoffs(context.Arguments.GetValue(Cutoffs)!), Threads = context.Threads, Seed = context.Seed };
        options.Validate();
        ModelRequest[]? named = context.Arguments.GetValue(Models)?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ModelRequest.Parse).ToArray();
        ComparisonTable table = Progress.Show(context, progress =>
        {
            EvaluationTask task = ReadTask(context);
            ModelRequest[] models = [.. named ?? AllFor(task)];
            if (context.Arguments.GetValue(Tune))
            {
                models = [.. models.Select(m => TuneModel(context, task, m, options.Cutoffs[^1], progress))];
            }

            return Evaluator.Compare(task, models, options with { Progress = progress }, context.Cancellation);
        });
        Write(context, table, options.Cutoffs[^1]);
        return ExitCode.Done;
    }

    private static EvaluationTask ReadTask(RunContext context)
    {
        string? train = context.Arguments.GetValue(InteractionSource.Train);
        string? valid = context.Arguments.GetValue(Valid);
        string? test = context.Arguments.GetValue(Test);
        if (train is null)
        {
            return valid is null && test is null
                ? new BasketCompletion { Seed = context.Seed }.Create(InteractionSource.WorkspaceBaskets(context))
                : throw new KindredDataException("--valid and --test need --train beside them; without files the workspace is evaluated.");
        }

        if (test is null)
        {
            return SplitHere(context, train, valid);
        }

        IReadOnlyList<InteractionData> parts = InteractionSource.ReadFiles(context, valid is null ? [train, test] : [train, valid, test]);
        return ReadyMadeSplit.Create(parts[0], valid is null ? null : parts[1], parts[^1]);
    }

    private static EvaluationTask SplitHere(RunContext context, string train, string? valid)
    {
        if (valid is not null)
        {
            throw new KindredDataException("--valid needs --test beside it; with --train alone the file is split here.");
        }

        InteractionData data = InteractionSource.ReadFiles(context, [train])[0];
        return context.Arguments.GetValue(InteractionSource.Format) == "sequences"
            ? NextItem.LeaveLastOut(data)
            : new UserHoldOut { Seed = context.Seed }.Create(data);
    }

    // Without order there are no transitions to learn.
    private static IEnumerable<ModelRequest> AllFor(EvaluationTask task) => ModelRegistry.All
        .Where(d => task.Train.HasOrder || d.Name != TransitionModel.Definition.Name)
        .Select(d => new ModelRequest(d, d.ParseOptions([])));

    private static ModelRequest TuneModel(RunContext context, EvaluationTask task, ModelRequest model, int cutoff, IProgress<StageProgress> progress)
    {
        var options = new TuningOptions
        {
            Trials = context.Arguments.GetValue(Trials),
            Metric = $"ndcg@{cutoff}",
            Seed = context.Seed,
            Threads = context.Threads,
            Progress = progress,
        };
        TuningResult result = Tuner.Tune(task, model.Definition, options, context.Cancellation);
        context.Notes.WriteLine($"{result.Best.Label}: {options.Metric} {result.Quality:0.0000} on validation (defaults {result.DefaultQuality:0.0000})");
        return result.Best;
    }

    private static int[] ReadCutoffs(string text)
    {
        string[] parts = text.Split(',');
        return parts.All(p => int.TryParse(p, out _))
            ? [.. parts.Select(int.Parse)]
            : throw new KindredDataException($"--k '{text}' is not a list of whole numbers, such as 10,20.");
    }

    private static void Write(RunContext context, ComparisonTable table, int cutoff)
    {
        if (!context.Json)
        {
            context.Output.Write(ComparisonText.Render(table, [$"recall@{cutoff}", $"ndcg@{cutoff}", $"hit@{cutoff}"]));
            return;
        }

        using var stream = new MemoryStream();
        ComparisonJson.Write(table, stream);
        context.Output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
