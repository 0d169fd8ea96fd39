using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Models;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Neural.Associations;
using Kindred.Neural.Training;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred train encoder</c>: teaches a text encoder what is bought together.</summary>
internal static class TrainEncoderVerb
{
    private static readonly Option<string> Base = new("--base")
    {
        Description = $"The encoder to start from: {EncoderOption.Shipped}, or a model folder.",
        HelpName = "NAME|FOLDER",
        DefaultValueFactory = _ => EncoderOption.Shipped,
    };

    private static readonly Option<string> Continue = new("--continue") { Description = "An encoder of this command to go on with on new orders; a share of its earlier pairs is repeated, so that they are not forgotten.", HelpName = "DIR" };

    private static readonly Option<string> Output = new("--output") { Description = "Folder for the encoder, to be used by --encoder DIR. Default: the folder encoder in the workspace.", HelpName = "DIR" };

    private static readonly Option<string> Tasks = new("--tasks")
    {
        Description = $"Train classifiers on the same vectors, comma-separated: {string.Join(", ", CatalogueTasks.Names)}. Only on a workspace, with the objective pairs.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => string.Empty,
    };

    public static Command Create() => Verb.Create(
        "encoder",
        "Fine-tune a text encoder on what is bought together. Ctrl-C leaves a checkpoint; --resume goes on from it.",
        [
            "kindred train encoder",
            "kindred train encoder --orders lines.csv --output my-encoder --asymmetric --epochs 3",
            "kindred train encoder --objective companions --output companions",
            "kindred train encoder --lora 8 --learning-rate 0.002 --tasks category,price",
            "kindred train encoder --orders new-lines.csv --continue my-encoder --output my-encoder-2",
        ],
        context => Task.FromResult(Run(context)),
        [TitledBaskets.Orders, Base, Continue, Output, Tasks, .. FineTuningOptionSet.All]);

    private static int Run(RunContext context)
    {
        string output = Path.GetFullPath(context.Arguments.GetValue(Output) ?? Path.Combine(context.WorkspacePath, "encoder"));
        Directory.CreateDirectory(output);
        string checkpoint = Path.Combine(output, "training.checkpoint");
        FineTuningOptions options = FineTuningOptionSet.Read(context, checkpoint);
        string from = EncoderList.FolderOf(Start(context));
        Announce(context, options, checkpoint);
        long start = context.Clock.GetTimestamp();
        FineTuningResult result = Progress.Show(context, progress =>
        {
            FineTuningData data = Data(context, options, progress);
            return EncoderFineTuning.Run(data, options, from, output, progress, context.Cancellation);
        });
        double seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        File.Delete(checkpoint);
        FineTuningReport.Keep(context, result);
        Write(context, result, output, seconds);
        return ExitCode.Done;
    }

    private static string Start(RunContext context)
    {
        string? continued = context.Arguments.GetValue(Continue);
        if (continued is null && FineTuningOptionSet.IsReplayed(context))
        {
            throw new KindredDataException("--replay repeats pairs of an earlier training: name its encoder with --continue, or leave --replay out.");
        }

        if (continued is not null && context.IsGiven(Base))
        {
            throw new KindredDataException("--continue and --base both name where the training starts: give one of them.");
        }

        return continued ?? context.Arguments.GetValue(Base)!;
    }

    private static void Announce(RunContext context, FineTuningOptions options, string checkpoint)
    {
        if (options.BFloat16 && !BFloat16Unit.IsPresent)
        {
            context.Notes.WriteLine("This processor has no bfloat16 unit: --bf16 is slower here than float32.");
        }

        if (FineTuningOptionSet.IsResumed(context))
        {
            context.Notes.WriteLine(File.Exists(checkpoint) ? $"Going on from {checkpoint}." : $"There is no checkpoint {checkpoint}; the training starts anew.");
        }
    }

    private static FineTuningData Data(RunContext context, FineTuningOptions options, IProgress<StageProgress> progress)
    {
        (BasketSet baskets, IReadOnlyList<string?> titles) = TitledBaskets.Read(context, "train", progress);
        string[] names = context.Arguments.GetValue(Tasks)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(names, n => !CatalogueTasks.Names.Contains(n)) is { } unknown)
        {
            throw new KindredDataException($"There is no task '{unknown}'; the tasks are {string.Join(", ", CatalogueTasks.Names)}.");
        }

        if (names.Length > 0 && (options.Objective != FineTuningObjective.Pairs || context.Arguments.GetValue(TitledBaskets.Orders) is not null))
        {
            throw new KindredDataException("--tasks needs a workspace (no --orders) and the objective pairs.");
        }

        return new FineTuningData(baskets, titles, names.Length > 0 ? CatalogueTasks.Load(context, names) : []);
    }

    private static void Write(RunContext context, FineTuningResult result, string output, double seconds)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Folder = output, Seconds = Math.Round(seconds, 2), PeakMemoryMb = PeakMemory.Megabytes(), Result = result });
            return;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        string kind = result.Objective == FineTuningObjective.Pairs ? "pairs" : "products with companions";
        context.Output.WriteLine(string.Create(
            invariant, $"{result.Examples:N0} {kind}{(result.Associated > 0 ? string.Create(invariant, $" of {result.Associated:N0}") : "")}{(result.Replayed > 0 ? string.Create(invariant, $" ({result.Replayed:N0} repeated)") : "")}, {result.TrainedParameters:N0} numbers trained in {result.Curve.Losses.Count:N0} steps, {seconds:0} s; last loss {result.Curve.Losses[^1]:0.000}"));
        WriteRecall(context, "pairs kept out, found among 20", result.HeldOutRecall);
        WriteRecall(context, "pairs kept out by the earlier training", result.EarlierRecall);
        foreach (ClassificationAccuracy task in result.Tasks)
        {
            context.Output.WriteLine(string.Create(invariant, $"{task.Task}: {task.Accuracy:P1} of {task.Cases:N0} texts kept out are right ({task.Classes} classes; the most frequent one alone {task.Majority:P1})"));
        }

        context.Output.WriteLine($"Kept in {output}. Use it with --encoder {output}");
    }

    private static void WriteRecall(RunContext context, string what, BeforeAfter? recall)
    {
        if (recall is { } r)
        {
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {r.Before:0.000} before, {r.After:0.000} after"));
        }
    }
}
