using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Store.Baskets;
using Kindred.Store.Cleaning;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>Baskets with the titles of their products: from a file of order lines, or the clean baskets of the workspace.</summary>
internal static class TitledBaskets
{
    public static readonly Option<string> Orders = new("--orders")
    {
        Description = "Order lines taken as they are, without cleaning: CSV with order_id, product_id and title. Without it the workspace's baskets are taken.",
        HelpName = "FILE",
    };

    /// <summary>Reads them; the workspace is cleaned first where it was not since the last import.</summary>
    /// <exception cref="KindredDataException">There is neither a file nor a workspace.</exception>
    public static (BasketSet Baskets, IReadOnlyList<string?> Titles) Read(RunContext context, string purpose, IProgress<StageProgress> progress)
    {
        if (context.Arguments.GetValue(Orders) is { } path)
        {
            return TitledOrders.Read(path, context.Cancellation);
        }

        if (!Workspace.Exists(context.WorkspacePath))
        {
            throw new KindredDataException($"There is no workspace at {context.WorkspacePath}. Import orders with titles first (kindred import FILE), or give --orders FILE.");
        }

        using Workspace workspace = Workspaces.Open(context, purpose);
        if (Cleaner.LastReport(workspace) is null)
        {
            Cleaner.Run(workspace, progress: progress, cancellation: context.Cancellation);
        }

        LoadedBaskets loaded = workspace.LoadBaskets(cancellationToken: context.Cancellation);
        return (loaded.Baskets, loaded.Titles);
    }
}
