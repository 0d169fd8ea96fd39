using System.CommandLine;
using System.Text;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate</c>: trains models, asks them what was held back, and compares them.</summary>
internal static class EvaluateVerb
{
    private static readonly Option<string> Test = new("--test") { Description = "Interactions that models are asked for.", HelpName = "FILE" };

    private static readonly Option<string> Valid = new("--valid") { Description = "Interactions for tuning; trained on too before the test.", HelpName = "FILE" };

    private static readonly Option<string> Cutoffs = new("--k") { Description = "Lengths of the lists that are judged, comma-separated; the last decides.", HelpName = "K,K", DefaultValueFactory = _ => "10,20" };

    private static readonly Option<bool> Segments = new("--segments") { Description = "Print a table by segment too: best-sellers to cold products, new and regular customers, categories." };

    private static readonly Option<string?> Report = new("--report") { Description = "Where to write the report of a workspace. Default: report.html in the workspace.", HelpName = "FILE" };

    public static Command Create()
    {
        Command command = CreateModels();
        command.Subcommands.Add(EvaluateColdVerb.Create());
        command.Subcommands.Add(EvaluateRetrievalVerb.Create());
        command.Subcommands.Add(EvaluateMatchingVerb.Create());
        command.Subcommands.Add(EvaluateClassificationVerb.Create());
        return command;
    }

    private static Command CreateModels() => Verb.Create(
        "evaluate",
        "Train models, ask them for what was held back, and compare them: the full ranking, with intervals and significance.",
        [
            "kindred evaluate",
            "kindred evaluate --protocol all --segments",
            "kindred evaluate --protocol next-basket,pairs --models popularity,knn,als --tune --json",
            "kindred evaluate --train train.txt.gz --valid valid.txt.gz --test test.txt.gz --models popularity,knn --k 20",
            "kindred evaluate --train sequences.txt --format sequences --models \"knn:similarity=bm25,transitions\"",
        ],
        context => Task.FromResult(Run(context)),
        ProtocolChoice.Option, ModelChoice.Option, Cutoffs, ModelEvaluation.Tune, ModelEvaluation.Trials, Segments, ModelEvaluation.MaxCases, InteractionSource.SegmentBy, Report,
        InteractionSource.Train, Valid, Test, InteractionSource.Format, InteractionSource.MinRating);

    private static int Run(RunContext context)
    {
        var options = new EvaluationOptions { Cutoffs = ReadCutoffs(context.Arguments.GetValue(Cutoffs)!), Threads = context.Threads, Seed = context.Seed };
        options.Validate();
        ModelRequest[]? named = ModelChoice.Named(context.Arguments);
        if (context.Arguments.GetValue(InteractionSource.Train) is null)
        {
            RunOnWorkspace(context, options, named);
            return ExitCode.Done;
        }

        IReadOnlyList<ComparisonTable> tables = Progress.Show(context, progress => CompareOnFiles(context, options with { Progress = progress }, named));
        Write(context, EvaluationText.Render(tables, options.Cutoffs[^1], context.Arguments.GetValue(Segments)), EvaluationText.Json(tables));
        return ExitCode.Done;
    }

    private static void RunOnWorkspace(RunContext context, EvaluationOptions options, ModelRequest[]? named)
    {
        if (context.Arguments.GetValue(Valid) is not null || context.Arguments.GetValue(Test) is not null)
        {
            throw new KindredDataException("--valid and --test need --train beside them; without files the workspace is evaluated.");
        }

        string path = Path.GetFullPath(context.Arguments.GetValue(Report) ?? Path.Combine(context.WorkspacePath, "report.html"));
        EvaluationOutcome outcome = Progress.Show(context, progress =>
        {
            WorkspaceBaskets baskets = InteractionSource.ReadWorkspace(context, progress);
            EvaluationOutcome found = new WorkspaceEvaluation(context, baskets, options with { Progress = progress }, context.Arguments.GetValue(Segments)).GetOrRun(named);
            using Workspace workspace = Workspaces.Open(context, "evaluate");
            EvaluationStage.WriteReport(context, workspace, baskets, path);
            return found;
        });
        Write(context, outcome.Text, outcome.Json);
        context.Notes.WriteLine($"Report: {path}");
    }

    private static IReadOnlyList<ComparisonTable> CompareOnFiles(RunContext context, EvaluationOptions options, ModelRequest[]? named)
    {
        var evaluation = new ModelEvaluation(context, options, options.Progress!);
        return [.. FileTasks(context).Select(task => evaluation.Compare(task, named ?? [.. ModelChoice.AllFor(task.Train)]))];
    }

    private static IEnumerable<EvaluationTask> FileTasks(RunContext context)
    {
        string train = context.Arguments.GetValue(InteractionSource.Train)!;
        (string? valid, string? test) = (context.Arguments.GetValue(Valid), context.Arguments.GetValue(Test));
        string? protocol = context.Arguments.GetValue(ProtocolChoice.Option);
        if (test is null)
        {
            InteractionData data = valid is null
                ? InteractionSource.ReadFiles(context, [train])[0]
                : throw new KindredDataException("--valid needs --test beside it; with --train alone the file is split here.");
            return ProtocolChoice.OfInteractions(protocol, data, context.Notes).Select(name => ProtocolChoice.Create(name, data, context.Seed));
        }

        if (protocol is not null)
        {
            throw new KindredDataException("--protocol splits data here; with --test the split is ready-made. Leave one of them out.");
        }

        IReadOnlyList<InteractionData> parts = InteractionSource.ReadFiles(context, valid is null ? [train, test] : [train, valid, test]);
        return [ReadyMadeSplit.Create(parts[0], valid is null ? null : parts[1], parts[^1])];
    }

    private static int[] ReadCutoffs(string text)
    {
        string[] parts = text.Split(',');
        return parts.All(p => int.TryParse(p, out _))
            ? [.. parts.Select(int.Parse)]
            : throw new KindredDataException($"--k '{text}' is not a list of whole numbers, such as 10,20.");
    }

    private static void Write(RunContext context, string text, byte[] json)
    {
        if (context.Json)
        {
            context.Output.WriteLine(Encoding.UTF8.GetString(json));
        }
        else
        {
            context.Output.Write(text);
        }
    }
}
