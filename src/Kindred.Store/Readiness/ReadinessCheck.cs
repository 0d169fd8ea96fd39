using Kindred.Domain;
using Kindred.Store.Queries;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Readiness;

/// <summary>Looks at the clean orders and says what they can support and what mining them will cost.</summary>
public static class ReadinessCheck
{
    /// <summary>Checks the workspace's <c>clean_lines</c> (all imported sales when cleaning has not run).</summary>
    /// <param name="workspace">An open workspace; nothing in it changes.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Hears of each step.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The report. All of it but the predicted times depends on the data, the options and nothing else.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    /// <exception cref="KindredDataException">There are no clean lines.</exception>
    public static ReadinessReport Run(
        Workspace workspace, ReadinessOptions? options = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        options ??= new ReadinessOptions();
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        var store = new CancellableQueries(workspace.Connection, cancellation);
        progress?.Report(new StageProgress("checking", 0, "baskets"));
        Profiles.Build(store);
        BasketProfile baskets = Profiles.Baskets(store);
        if (baskets.Baskets == 0)
        {
            throw new KindredDataException("There are no orders to check; import an order file first (kindred import FILE), or see removed_lines if cleaning took all of them.");
        }

        PopularityProfile popularity = Profiles.Popularity(store, options.ColdBelow);
        SpanProfile span = Profiles.Span(store);
        IReadOnlyList<QualityPart> quality = Profiles.Quality(store);
        progress?.Report(new StageProgress("checking", 0.4, "power"));
        PowerProfile power = PowerProfiler.Of(baskets, popularity, options);
        progress?.Report(new StageProgress("checking", 0.6, "costs"));
        long memory = workspace.Options.MemoryLimitBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        CostForecast costs = new CostForecaster(store, options, workspace.Options.TimeProvider, cancellation).Forecast(baskets.Baskets, memory);
        Profiles.Drop(store);
        progress?.Report(new StageProgress("checking", 1));
        return new ReadinessReport
        {
            Quality = quality,
            Baskets = baskets,
            Popularity = popularity,
            Span = span,
            Power = power,
            Capabilities = Capabilities.Of(baskets, span, power, popularity, quality),
            Costs = costs,
        };
    }
}
