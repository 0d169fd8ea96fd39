namespace Kindred.Report;

/// <summary>How the rules were found and proved.</summary>
public sealed record MiningAccount
{
    /// <summary>The miner and, where it was chosen automatically, why.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Baskets a set must be in to be counted.</summary>
    public required long MinCount { get; init; }

    /// <summary>Thresholds and other settings in the order to show them, name and value in words.</summary>
    public IReadOnlyList<ReportFact> Settings { get; init; } = [];

    /// <summary>Itemsets found, by ascending number of products.</summary>
    public IReadOnlyList<LengthCount> ItemsetsByLength { get; init; } = [];

    /// <summary>Hypotheses tested: the number the correction divides by. Null: none were tested.</summary>
    public long? HypothesesTested { get; init; }

    /// <summary>Name of the correction, such as <c>Benjamini–Hochberg</c>; null where there is none.</summary>
    public string? Correction { get; init; }

    /// <summary>How the hold-out was cut, in a sentence, or null where nothing was held out.</summary>
    public string? HoldOut { get; init; }
}

/// <summary>Itemsets of one length.</summary>
/// <param name="Length">Products in the set.</param>
/// <param name="Itemsets">How many sets.</param>
public sealed record LengthCount(int Length, long Itemsets);

/// <summary>A named value, both ready to show.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value in words or figures.</param>
public sealed record ReportFact(string Name, string Value);
