using Kindred.Evaluation;
using Kindred.Store.Baskets;

namespace Kindred.Cli.Models;

/// <summary>The baskets of a workspace as models and protocols take them.</summary>
internal sealed class WorkspaceBaskets
{
    // Orders without a time come first; where none has one, the order of ids stands in for it.
    public WorkspaceBaskets(LoadedBaskets loaded)
    {
        HasTimes = loaded.OrderedAt is not null && loaded.OrderedAt.All(t => t > DateTime.MinValue);
        long[] times = loaded.OrderedAt is { } orderedAt
            ? Array.ConvertAll(orderedAt, t => new DateTimeOffset(t, TimeSpan.Zero).ToUnixTimeSeconds())
            : [.. Enumerable.Range(0, loaded.Baskets.Count).Select(b => (long)b)];
        History = new BasketHistory(loaded.Baskets, times, loaded.Customers!.Rows, loaded.Segments is { } segments ? segments.Rows : []);
        Categories = loaded.Categories.Any(c => c is not null) ? Array.ConvertAll(loaded.Categories, TopOf) : null;
        UnknownCustomers = loaded.Customers.Rows.Count(row => row < 0);
    }

    /// <summary>The baskets in time order, with customers and segments.</summary>
    public BasketHistory History { get; }

    /// <summary>Whether every order has a time.</summary>
    public bool HasTimes { get; }

    /// <summary>First part of the category path of each product; null where no product has one.</summary>
    public string?[]? Categories { get; }

    /// <summary>Baskets whose customer is not known.</summary>
    public int UnknownCustomers { get; }

    private static string? TopOf(string? path) => path?.Split('>')[0].Trim();
}
