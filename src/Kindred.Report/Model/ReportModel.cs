namespace Kindred.Report;

/// <summary>Everything a report shows, as plain values: any source of orders and rules can fill it.</summary>
/// <remarks>
/// Only <see cref="Title"/>, <see cref="GeneratedAt"/> and <see cref="Baskets"/> are always there. A part that is null or empty is
/// left out of the page. Immutable as long as the lists given are not changed. All fractions are 0 … 1, all times UTC.
/// </remarks>
public sealed record ReportModel
{
    /// <summary>The shop's name, or the name of the data set; stands at the top of the page.</summary>
    public required string Title { get; init; }

    /// <summary>When the report was made, from the program's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>What the baskets look like after cleaning.</summary>
    public required BasketStatistics Baskets { get; init; }

    /// <summary>What was read, taken, rejected and cleaned.</summary>
    public DataQuality? DataQuality { get; init; }

    /// <summary>How the rules were found.</summary>
    public MiningAccount? Mining { get; init; }

    /// <summary>The best findings in plain words, best first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Rules, best first: the scatter and the table.</summary>
    public IReadOnlyList<ReportRule> Rules { get; init; } = [];

    /// <summary>How many rules there are in all, when <see cref="Rules"/> holds only the best of them.</summary>
    public long? RulesInAll { get; init; }

    /// <summary>The strongest pairs, each once: the network. Its nodes are the products named here.</summary>
    public IReadOnlyList<ReportEdge> Network { get; init; } = [];

    /// <summary>What this amount of data can and cannot prove.</summary>
    public IReadOnlyList<ReadinessStatement> Readiness { get; init; } = [];

    /// <summary>How the findings compare with the planted truth, where there is one (demo shops).</summary>
    public TruthScore? Truth { get; init; }

    /// <summary>Time spent in each stage, in the order they ran.</summary>
    public IReadOnlyList<StageTime> Stages { get; init; } = [];

    /// <summary>Further parts, shown after the standard ones.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
