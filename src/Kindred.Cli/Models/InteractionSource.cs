using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Baskets;
using Kindred.Store.Cleaning;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>Where models get their interactions: files of users and products, or the clean baskets of the workspace.</summary>
internal static class InteractionSource
{
    public static readonly Option<string> Train = new("--train") { Description = "File of interactions to train on; without it the workspace's baskets are taken.", HelpName = "FILE" };

    public static readonly Option<double?> MinRating = NumberOption.CreateOptional("--min-rating", "Leave out pairs with a lower rating.", "R", double.MinValue, double.MaxValue);

    public static readonly Option<string> Format = CreateFormat();

    public static readonly Option<string> SegmentBy = CreateSegmentBy();

    /// <summary>Reads files that share one numbering of users and products.</summary>
    public static IReadOnlyList<InteractionData> ReadFiles(RunContext context, IReadOnlyList<string> paths)
    {
        SplitFormat format = context.Arguments.GetValue(Format) switch
        {
            "pairs" => SplitFormat.Pairs,
            "sequences" => SplitFormat.Sequences,
            _ => SplitFormat.UserItems,
        };
        return new SplitReader(format).Read(paths, context.Arguments.GetValue(MinRating) ?? double.NegativeInfinity, context.Cancellation);
    }

    /// <summary>The clean baskets of the workspace; it is cleaned first where it was not since the last import.</summary>
    /// <exception cref="KindredDataException">There is no workspace, or nothing in it.</exception>
    public static WorkspaceBaskets ReadWorkspace(RunContext context, IProgress<StageProgress> progress)
    {
        if (!Workspace.Exists(context.WorkspacePath))
        {
            throw new KindredDataException($"There is no workspace at {context.WorkspacePath}. Import orders first (kindred import FILE), or give --train FILE.");
        }

        using Workspace workspace = Workspaces.Open(context, "models");
        if (Cleaner.LastReport(workspace) is null)
        {
            Cleaner.Run(workspace, progress: progress, cancellation: context.Cancellation);
        }

        progress.Report(new StageProgress("baskets", null));
        var options = new BasketOptions { Customers = true, SegmentColumn = context.Arguments.GetValue(SegmentBy) };
        LoadedBaskets loaded = workspace.LoadBaskets(options, context.Cancellation);
        return loaded.Baskets.Count > 0
            ? new WorkspaceBaskets(loaded)
            : throw new KindredDataException($"The workspace at {context.WorkspacePath} has no orders yet. Import some first (kindred import FILE), or give --train FILE.");
    }

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--format")
        {
            Description = "How the files are written: user-items (user item item …), pairs (user item [rating [unix-seconds]]) or sequences (user item item …, oldest first).",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "user-items",
        };
        option.AcceptOnlyFromAmong("user-items", "pairs", "sequences");
        return option;
    }

    private static Option<string> CreateSegmentBy()
    {
        var option = new Option<string>("--segment-by")
        {
            Description = $"Column of the orders whose values are the segments that popularity:per-segment=true tells apart: {string.Join(", ", BasketOptions.SegmentColumns)}.",
            HelpName = "COLUMN",
        };
        option.AcceptOnlyFromAmong([.. BasketOptions.SegmentColumns]);
        return option;
    }
}
