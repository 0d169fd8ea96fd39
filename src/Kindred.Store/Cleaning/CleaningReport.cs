namespace Kindred.Store.Cleaning;

/// <summary>What cleaning found and did; serialises to the JSON of <c>kindred check</c>.</summary>
public sealed record CleaningReport
{
    /// <summary>Lines in <c>order_lines</c>.</summary>
    public required long LinesBefore { get; init; }

    /// <summary>Lines in <c>clean_lines</c>.</summary>
    public required long LinesAfter { get; init; }

    /// <summary>Distinct orders before.</summary>
    public required long OrdersBefore { get; init; }

    /// <summary>Distinct orders after: the baskets.</summary>
    public required long OrdersAfter { get; init; }

    /// <summary>Distinct product ids before.</summary>
    public required long ProductsBefore { get; init; }

    /// <summary>Distinct product ids after.</summary>
    public required long ProductsAfter { get; init; }

    /// <summary>One account for each rule, in the order in which the rules ran.</summary>
    public required IReadOnlyList<RuleAccount> Rules { get; init; }

    /// <summary>The account of one rule.</summary>
    /// <param name="id">One of <see cref="RuleIds"/>.</param>
    public RuleAccount Rule(string id) => Rules.Single(r => r.Id == id);
}

/// <summary>What one cleaning rule found and did.</summary>
public sealed record RuleAccount
{
    /// <summary>The rule's id, one of <see cref="RuleIds"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What the rule looks for, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What the rule was allowed to do.</summary>
    public required RuleMode Mode { get; init; }

    /// <summary>Why the rule only counted although it was to apply; null when it did as told.</summary>
    public string? HeldBack { get; init; }

    /// <summary>Lines the rule found, whether or not an earlier rule had removed them.</summary>
    public required long LinesFound { get; init; }

    /// <summary>Distinct orders those lines are in.</summary>
    public required long OrdersFound { get; init; }

    /// <summary>Lines this rule removed: found here first by a rule that applies.</summary>
    public required long LinesRemoved { get; init; }

    /// <summary>Counts of the rule's own, by name, such as <c>matched_full</c>.</summary>
    public required IReadOnlyDictionary<string, long> Details { get; init; }

    /// <summary>The first lines found, in import order.</summary>
    public required IReadOnlyList<LineExample> Examples { get; init; }

    /// <summary>Sentences about particular products: what was merged, named or recognised, and on what evidence. At most as many as examples.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A line that a rule found.</summary>
/// <param name="Line">Its position in <c>order_lines</c>, from 0.</param>
/// <param name="OrderId">The order.</param>
/// <param name="ProductId">The product as imported.</param>
/// <param name="CustomerId">The customer, if given.</param>
/// <param name="OrderedAt">When (UTC), if given.</param>
/// <param name="Quantity">Units, if given.</param>
/// <param name="UnitPrice">Price of a unit, if given.</param>
/// <param name="Title">The description on the line, if given.</param>
/// <param name="Detail">What the rule says about this line.</param>
public sealed record LineExample(
    long Line, string OrderId, string ProductId, string? CustomerId, DateTime? OrderedAt, decimal? Quantity, decimal? UnitPrice, string? Title, string? Detail);

/// <summary>A cleaning rule as users see it.</summary>
/// <param name="Id">One of <see cref="RuleIds"/>.</param>
/// <param name="Summary">What the rule looks for, in a sentence.</param>
/// <param name="DefaultMode">What it does unless told otherwise.</param>
public sealed record CleaningRuleInfo(string Id, string Summary, RuleMode DefaultMode);
