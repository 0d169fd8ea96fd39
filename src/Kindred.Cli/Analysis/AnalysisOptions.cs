namespace Kindred.Cli.Analysis;

/// <summary>How <c>run</c> and <c>demo</c> look for associations.</summary>
internal sealed record AnalysisOptions
{
    /// <summary>Fewest baskets that must hold an itemset. Null: the lowest threshold predicted to give at most <see cref="MostItemsets"/> itemsets.</summary>
    public int? MinCount { get; init; }

    /// <summary>Fewest baskets that must hold a pair, 1 or more. Default 5.</summary>
    public int MinPairCount { get; init; } = 5;

    /// <summary>Least confidence of a rule, 0 to 1. Default 0.3.</summary>
    public double MinConfidence { get; init; } = 0.3;

    /// <summary>Highest q-value of what is shown, above 0 and at most 1. Default 0.05.</summary>
    public double MaxQ { get; init; } = 0.05;

    /// <summary>Share of the baskets, the earlier ones, in which associations are found before the later ones confirm them. Default 0.8.</summary>
    public double DiscoveryShare { get; init; } = 0.8;

    /// <summary>Most itemsets that an automatic threshold may give. Default 50,000.</summary>
    public long MostItemsets { get; init; } = 50_000;

    /// <summary>Most pairs that are told and drawn. Default 2,000.</summary>
    public int MostPairs { get; init; } = 2_000;

    /// <summary>Most rules in the report. Default 5,000.</summary>
    public int MostRules { get; init; } = 5_000;

    /// <summary>Findings told in plain words. Default 12.</summary>
    public int Findings { get; init; } = 12;
}
