namespace Kindred.Mining.TopN;

/// <summary>Which of the most frequent itemsets are wanted; no minimum support is needed.</summary>
public sealed record TopItemsetOptions
{
    /// <summary>Number of itemsets; at least 1. Default 100.</summary>
    public int Count { get; init; } = 100;

    /// <summary>Frequent (the default) or closed. The most frequent maximal itemsets are not defined without a minimum support.</summary>
    public ItemsetKind Kind { get; init; }

    /// <summary>The fewest products of an itemset; at least 1, the default. With 2, single products are passed over.</summary>
    public int MinLength { get; init; } = 1;

    /// <summary>The most products of an itemset, at least <see cref="MinLength"/>. Null: no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Product rows taken out of every basket before mining.</summary>
    public IReadOnlyList<int> MustNotContain { get; init; } = [];

    /// <summary>Everything wrong with these options, one sentence each; empty when they are usable.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(Count >= 1, $"Count is {Count}; it must be at least 1.");
        Require(Kind is ItemsetKind.Frequent or ItemsetKind.Closed, $"Kind is {Kind}; it must be Frequent or Closed.");
        Require(MinLength >= 1, $"MinLength is {MinLength}; it must be at least 1.");
        Require(MaxLength is null || MaxLength >= MinLength, $"MaxLength is {MaxLength}; it must be at least MinLength, {MinLength}.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
