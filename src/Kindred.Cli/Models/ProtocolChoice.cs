using System.CommandLine;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Models;

/// <summary>The evaluation protocols by the names they have in the command.</summary>
internal static class ProtocolChoice
{
    /// <summary>Pair prediction, the one protocol that ranks nothing.</summary>
    public const string Pairs = "pairs";

    private const string All = "all";
    private const string BasketCompletion = "basket-completion";
    private const string NextBasketName = "next-basket";
    private const string NextItemName = "next-item";
    private const string TimeSplit = "time-split";
    private const string UserHoldOutName = "user-hold-out";
    private const string ColdProductsName = "cold-products";

    private static readonly string TooFewProducts = $"too few products have {new ColdProducts().MinCount} users or baskets";

    private static readonly string[] Names = [BasketCompletion, NextBasketName, NextItemName, TimeSplit, UserHoldOutName, ColdProductsName, Pairs];

    public static readonly Option<string> Option = new("--protocol")
    {
        Description = $"What is held back and asked for, comma-separated: {string.Join(", ", Names)}, or {All} that the data permits. Default: {BasketCompletion} on a workspace, "
            + $"{NextItemName} on a sequence file, {UserHoldOutName} on another --train file.",
        HelpName = "A,B",
    };

    /// <summary>The protocols asked for on a workspace; those of <c>all</c> that its orders permit.</summary>
    public static IReadOnlyList<string> OfWorkspace(string? given, WorkspaceBaskets baskets, TextWriter notes) => given?.Trim() == All
        ? Possible(Names, name => Obstacle(name, baskets), notes)
        : Split(given ?? BasketCompletion, Names, "on a workspace");

    /// <summary>The protocols asked for on one file of interactions.</summary>
    public static IReadOnlyList<string> OfInteractions(string? given, InteractionData data, TextWriter notes)
    {
        string[] names = [NextItemName, TimeSplit, UserHoldOutName, ColdProductsName];
        return given?.Trim() == All ? Possible(names, name => Obstacle(name, data), notes)
            : Split(given ?? (data.HasOrder ? NextItemName : UserHoldOutName), names, "on a file of interactions");
    }

    /// <summary>Applies a protocol to the workspace's baskets.</summary>
    public static EvaluationTask Create(string name, WorkspaceBaskets baskets, ulong seed)
    {
        EvaluationTask task = name switch
        {
            BasketCompletion => new BasketCompletion { Seed = seed }.Create(baskets.History),
            NextBasketName => NextBasket.Create(baskets.History),
            ColdProductsName => new ColdProducts { Seed = seed }.Create(CustomersOrBaskets(baskets, seed)),
            _ => Create(name, baskets.History.ByCustomer(seed), seed),
        };
        return task with { Categories = baskets.Categories };
    }

    /// <summary>Applies a protocol to users with their interactions.</summary>
    public static EvaluationTask Create(string name, InteractionData data, ulong seed) => name switch
    {
        NextItemName => NextItem.LeaveLastOut(data),
        TimeSplit => NextItem.GlobalTimeSplit(data),
        UserHoldOutName => new UserHoldOut { Seed = seed }.Create(data),
        ColdProductsName => new ColdProducts { Seed = seed }.Create(data),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a protocol over users."),
    };

    private static InteractionData CustomersOrBaskets(WorkspaceBaskets baskets, ulong seed) =>
        baskets.History.HasCustomers ? baskets.History.ByCustomer(seed) : baskets.History.ByBasket();

    private static List<string> Possible(string[] names, Func<string, string?> obstacleOf, TextWriter notes)
    {
        var possible = new List<string>();
        foreach (string name in names)
        {
            if (obstacleOf(name) is { } obstacle)
            {
                notes.WriteLine($"{name} is left out: {obstacle}.");
            }
            else
            {
                possible.Add(name);
            }
        }

        return possible;
    }

    private static string[] Split(string given, string[] allowed, string where)
    {
        string[] names = given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(allowed.Contains)
            ? [.. names.Distinct()]
            : throw new KindredDataException($"--protocol '{given}' is not known here; {where} the protocols are: {string.Join(", ", allowed)}.");
    }

    private static string? Obstacle(string name, InteractionData data) => name switch
    {
        NextItemName when !data.HasOrder => "the file has no order",
        TimeSplit when !data.HasTimes => "the file has no times",
        ColdProductsName when !new ColdProducts().CanBeAskedOf(data) => TooFewProducts,
        _ => null,
    };

    private static string? Obstacle(string name, WorkspaceBaskets baskets) => name switch
    {
        NextBasketName or NextItemName or UserHoldOutName when !baskets.History.HasCustomers => "the orders name no customers",
        TimeSplit when !baskets.History.HasCustomers => "the orders name no customers",
        TimeSplit or NextBasketName or NextItemName when !baskets.HasTimes => "not every order has a time",
        ColdProductsName when !new ColdProducts().CanBeAskedOf(CustomersOrBaskets(baskets, seed: 0)) => TooFewProducts,
        _ => null,
    };
}
