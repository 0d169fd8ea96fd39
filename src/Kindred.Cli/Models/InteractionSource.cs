using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Baskets;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>Where models get their interactions: files of users and products, or the clean baskets of the workspace.</summary>
internal static class InteractionSource
{
    public static readonly Option<string> Train = new("--train") { Description = "File of interactions to train on; without it the workspace's baskets are taken.", HelpName = "FILE" };

    public static readonly Option<double?> MinRating = NumberOption.CreateOptional("--min-rating", "Leave out pairs with a lower rating.", "R", double.MinValue, double.MaxValue);

    public static readonly Option<string> Format = CreateFormat();

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

    /// <summary>The clean baskets of the workspace in time order; without times in the order of import.</summary>
    /// <exception cref="KindredDataException">There is no workspace.</exception>
    public static BasketHistory WorkspaceBaskets(RunContext context)
    {
        if (!Workspace.Exists(context.WorkspacePath))
        {
            throw new KindredDataException($"There is no workspace at {context.WorkspacePath}. Import orders first (kindred import FILE), or give --train FILE.");
        }

        using Workspace workspace = Workspaces.Open(context, "models", readOnly: true);
        LoadedBaskets loaded = workspace.LoadBaskets(cancellationToken: context.Cancellation);
        long[] times = loaded.OrderedAt is { } orderedAt
            ? [.. orderedAt.Select(t => new DateTimeOffset(t, TimeSpan.Zero).ToUnixTimeSeconds())]
            : [.. Enumerable.Range(0, loaded.Baskets.Count).Select(b => (long)b)];
        return new BasketHistory(loaded.Baskets, times);
    }

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--format")
        {
            Description = "How the files are written: user-items (user item item …), pairs (user item [rating]) or sequences (user item item …, oldest first).",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "user-items",
        };
        option.AcceptOnlyFromAmong("user-items", "pairs", "sequences");
        return option;
    }
}
