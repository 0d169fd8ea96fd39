namespace Kindred.Store.Cleaning;

/// <summary>Which cleaning rules run, and their thresholds. Immutable.</summary>
public sealed record CleaningOptions
{
    /// <summary>Case and space variants of product ids become one id. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode IdVariants { get; init; } = RuleMode.Apply;

    /// <summary>Titles that are stock-keeping notes never name a product. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode WarehouseNotes { get; init; } = RuleMode.Apply;

    /// <summary>A product with several titles is named by the most frequent one. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode ConflictingTitles { get; init; } = RuleMode.Apply;

    /// <summary>Lines without description take their product's title. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode BlankDescriptions { get; init; } = RuleMode.Apply;

    /// <summary>Cancellations and what they cancel are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode CancelledOrders { get; init; } = RuleMode.Apply;

    /// <summary>Negative quantities that cancel nothing known are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode Returns { get; init; } = RuleMode.Apply;

    /// <summary>Lines at a price of zero or below are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode ZeroPrices { get; init; } = RuleMode.Apply;

    /// <summary>Postage, fees, manual entries, vouchers and tests are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode ServiceLines { get; init; } = RuleMode.Apply;

    /// <summary>Second and later copies of a line equal in every column are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode Duplicates { get; init; } = RuleMode.Apply;

    /// <summary>Quantities far above what the product usually sells. Default <see cref="RuleMode.Count"/>: a basket is a set, so quantity does not bend it.</summary>
    public RuleMode OutlierQuantities { get; init; } = RuleMode.Count;

    /// <summary>Baskets of very many products; only those above <see cref="OversizeRemoveAbove"/> are taken out. Default <see cref="RuleMode.Apply"/>.</summary>
    public RuleMode OversizeBaskets { get; init; } = RuleMode.Apply;

    /// <summary>Baskets with one product. Default <see cref="RuleMode.Count"/>: taking them out would lower the base that support and lift are measured against.</summary>
    public RuleMode SingleProductBaskets { get; init; } = RuleMode.Count;

    /// <summary>Letters that mark the id of a cancelling order when followed by digits, such as <c>C536379</c>. Default <c>C</c>; empty: no id marks one.</summary>
    public string CancellationPrefix { get; init; } = "C";

    /// <summary>How many robust standard deviations of ln(quantity) above the product's median make an outlier. Default 5; range 3 to 100.</summary>
    public double OutlierScore { get; init; } = 5;

    /// <summary>Lines a product needs before its quantities can be judged. Default 20; range 5 to 1,000,000.</summary>
    public int OutlierMinLines { get; init; } = 20;

    /// <summary>Distinct products above which a basket is counted as oversize. Default 250; range 2 to 1,000,000.</summary>
    public int OversizeWarnAbove { get; init; } = 250;

    /// <summary>Distinct products above which a basket is taken out. Default 5,000 (12.5 million pairs from one basket); range 2 to 1,000,000, not below <see cref="OversizeWarnAbove"/>.</summary>
    public int OversizeRemoveAbove { get; init; } = 5_000;

    /// <summary>A rule that would remove more than this share of all lines only counts, and says so. Default 0.5; range 0.01 to 1.</summary>
    public double MaxShareRemoved { get; init; } = 0.5;

    /// <summary>Examples kept for each rule. Default 20; range 0 to 1,000.</summary>
    public int Examples { get; init; } = 20;

    /// <summary>Product ids that are service lines in this shop, in addition to those found. Default none.</summary>
    public IReadOnlyList<string> ServiceProducts { get; init; } = [];

    /// <summary>Product ids that are never service lines. Default none.</summary>
    public IReadOnlyList<string> KeepProducts { get; init; } = [];

    /// <summary>Every option that is out of range, each in a sentence that names it; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Check(OutlierScore is >= 3 and <= 100, $"{nameof(OutlierScore)} is {OutlierScore}; it must be 3 to 100.");
        Check(OutlierMinLines is >= 5 and <= 1_000_000, $"{nameof(OutlierMinLines)} is {OutlierMinLines}; it must be 5 to 1,000,000.");
        Check(OversizeWarnAbove is >= 2 and <= 1_000_000, $"{nameof(OversizeWarnAbove)} is {OversizeWarnAbove}; it must be 2 to 1,000,000.");
        Check(OversizeRemoveAbove is >= 2 and <= 1_000_000, $"{nameof(OversizeRemoveAbove)} is {OversizeRemoveAbove}; it must be 2 to 1,000,000.");
        Check(OversizeRemoveAbove >= OversizeWarnAbove, $"{nameof(OversizeRemoveAbove)} ({OversizeRemoveAbove}) is below {nameof(OversizeWarnAbove)} ({OversizeWarnAbove}).");
        Check(MaxShareRemoved is >= 0.01 and <= 1, $"{nameof(MaxShareRemoved)} is {MaxShareRemoved}; it must be 0.01 to 1.");
        Check(Examples is >= 0 and <= 1_000, $"{nameof(Examples)} is {Examples}; it must be 0 to 1,000.");
        Check(CancellationPrefix.All(char.IsAsciiLetter), $"{nameof(CancellationPrefix)} is '{CancellationPrefix}'; it must be letters A to Z, or empty.");
        return problems;

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>The same options with one rule switched.</summary>
    /// <param name="rule">The rule's id, such as <c>zero_prices</c>; <see cref="Cleaner.Rules"/> lists all.</param>
    /// <param name="mode">What the rule may do.</param>
    /// <exception cref="ArgumentException">No rule has that id.</exception>
    public CleaningOptions WithMode(string rule, RuleMode mode) => rule switch
    {
        RuleIds.IdVariants => this with { IdVariants = mode },
        RuleIds.WarehouseNotes => this with { WarehouseNotes = mode },
        RuleIds.ConflictingTitles => this with { ConflictingTitles = mode },
        RuleIds.BlankDescriptions => this with { BlankDescriptions = mode },
        RuleIds.CancelledOrders => this with { CancelledOrders = mode },
        RuleIds.Returns => this with { Returns = mode },
        RuleIds.ZeroPrices => this with { ZeroPrices = mode },
        RuleIds.ServiceLines => this with { ServiceLines = mode },
        RuleIds.Duplicates => this with { Duplicates = mode },
        RuleIds.OutlierQuantities => this with { OutlierQuantities = mode },
        RuleIds.OversizeBaskets => this with { OversizeBaskets = mode },
        RuleIds.SingleProductBaskets => this with { SingleProductBaskets = mode },
        _ => throw new ArgumentException(
            $"No cleaning rule is called '{rule}'. The rules are {string.Join(", ", Cleaner.Rules.Select(r => r.Id))}.", nameof(rule)),
    };
}
