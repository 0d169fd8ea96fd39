using System.Text.Json;
using Kindred.Domain;
using Kindred.Store.Cleaning.Rules;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Cleaning;

/// <summary>Runs the cleaning rules over <c>order_lines</c> and writes the tables that everything after it reads.</summary>
/// <remarks>
/// Writes, in one transaction: <c>clean_lines</c> (the lines that stay, with merged ids, lowered quantities and the chosen
/// titles), <c>removed_lines</c> (every other line as imported, with the rule that removed it and why),
/// <c>changed_lines</c> (quantities that were lowered), <c>product_aliases</c> (merged ids), <c>clean_products</c> (the
/// products that stay, with their chosen titles) and <c>cleaning_log</c> (the report). Imported tables are never changed.
/// </remarks>
public static class Cleaner
{
    // Rules of titles and ids come first, as others read what they decide; rules of whole baskets last, as they see what is left.
    private static readonly CleaningRule[] All =
    [
        new IdVariantsRule(),
        new WarehouseNotesRule(),
        new ConflictingTitlesRule(),
        new BlankDescriptionsRule(),
        new CancelledOrdersRule(),
        new ReturnsRule(),
        new LineConditionRule(RuleIds.ZeroPrices, "Lines at a price of zero or below: gifts, corrections, write-offs.", o => o.ZeroPrices, "unit_price <= 0", "'price ' || unit_price"),
        new ServiceLinesRule(),
        new DuplicatesRule(),
        new OutlierQuantitiesRule(),
        new OversizeBasketsRule(),
        new SingleProductBasketsRule(),
    ];

    /// <summary>All rules, in the order in which they run.</summary>
    public static IReadOnlyList<CleaningRuleInfo> Rules { get; } =
        [.. All.Select(r => new CleaningRuleInfo(r.Id, r.Summary, r.Mode(new CleaningOptions())))];

    /// <summary>Cleans the workspace's orders.</summary>
    /// <param name="workspace">A workspace open for writing.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Hears of each rule.</param>
    /// <param name="cancellation">Stops the run; the tables then are what they were.</param>
    /// <returns>What each rule found and did.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    /// <exception cref="KindredDataException">There are no order lines.</exception>
    public static CleaningReport Run(
        Workspace workspace, CleaningOptions? options = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        options ??= new CleaningOptions();
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        CleaningReport? report = null;
        workspace.InTransaction(() => report = Clean(new CleaningSession(workspace, options, cancellation), progress));
        return report!;
    }

    /// <summary>The report of the last run, or null when there was none or orders or products were imported since.</summary>
    public static CleaningReport? LastReport(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string? json = workspace.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'cleaning_log'") == 0
            ? null
            : workspace.Scalar<string>("SELECT report FROM cleaning_log WHERE imports = (SELECT count(*) || ':' || coalesce(max(import_id), 0) FROM imports)");
        return json is null ? null : JsonSerializer.Deserialize<CleaningReport>(json, CleaningJson.Options);
    }

    private static CleaningReport Clean(CleaningSession session, IProgress<StageProgress>? progress)
    {
        if (session.LineCount == 0)
        {
            throw new KindredDataException("There are no orders to clean; import an order file first (kindred import FILE).");
        }

        var accounts = new List<RuleAccount>();
        for (int number = 0; number < All.Length; number++)
        {
            progress?.Report(new StageProgress("cleaning", (double)number / (All.Length + 1), All[number].Id));
            accounts.Add(RuleRunner.Run(session, All[number], number));
            if (All[number] is IdVariantsRule)
            {
                ProductTitles.Build(session);
            }
        }

        progress?.Report(new StageProgress("cleaning", (double)All.Length / (All.Length + 1), "writing"));
        CleaningReport report = CleanTables.Write(session, accounts, [.. All.Select(r => r.Id)]);
        session.DropTemporaries();
        progress?.Report(new StageProgress("cleaning", 1, $"{report.LinesAfter:N0} of {report.LinesBefore:N0} lines stay"));
        return report;
    }
}
