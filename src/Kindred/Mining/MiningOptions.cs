namespace Kindred.Mining;

/// <summary>What to mine and how.</summary>
/// <remarks>Immutable. Exactly one of <see cref="MinCount"/> and <see cref="MinSupport"/> is given.</remarks>
public sealed record MiningOptions
{
    /// <summary>The fewest baskets that must hold an itemset; at least 1. Null: <see cref="MinSupport"/> says it.</summary>
    public int? MinCount { get; init; }

    /// <summary>The smallest fraction of all baskets that must hold an itemset, in (0, 1]. Null: <see cref="MinCount"/> says it.</summary>
    public double? MinSupport { get; init; }

    /// <summary>Which itemsets are wanted. Default: all frequent ones.</summary>
    public ItemsetKind Kind { get; init; }

    /// <summary>How they are found. Default: chosen from the data.</summary>
    public MiningAlgorithm Algorithm { get; init; }

    /// <summary>The most products an itemset may have; at least 1. Null: no limit. Closed and maximal sets are those of the whole data, the longer ones left out.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Product rows every itemset must hold. Closed and maximal sets are those of the whole data, the others left out.</summary>
    public IReadOnlyList<int> MustContain { get; init; } = [];

    /// <summary>Product rows taken out of every basket before mining.</summary>
    public IReadOnlyList<int> MustNotContain { get; init; } = [];

    /// <summary>Threads to use; 0 (the default) means one for each processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The most bytes the itemsets may take in memory. Null: no limit.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Count itemsets by length without keeping them: faster, and in memory that does not grow with the answer.</summary>
    public bool CountOnly { get; init; }

    /// <summary>Everything wrong with these options, one sentence each; empty when they are usable.</summary>
    public IReadOnlyList<string> Problems()
    {
        // Texts are made only where something is wrong: every short run passes here.
        var problems = new List<string>();
        Require(MinCount is null != MinSupport is null, () => "Give either MinCount or MinSupport.");
        Require(MinCount is null or >= 1, () => $"MinCount is {MinCount}; it must be at least 1.");
        Require(MinSupport is null or (> 0 and <= 1), () => $"MinSupport is {MinSupport}; it must be above 0 and at most 1.");
        Require(Kind is >= ItemsetKind.Frequent and <= ItemsetKind.Maximal, () => $"Kind is {Kind}; it must be one of {string.Join(", ", Enum.GetNames<ItemsetKind>())}.");
        Require(Algorithm is >= MiningAlgorithm.Auto and <= MiningAlgorithm.Lcm, () => $"Algorithm is {Algorithm}; it must be one of {string.Join(", ", Enum.GetNames<MiningAlgorithm>())}.");
        Require(MaxLength is null or >= 1, () => $"MaxLength is {MaxLength}; it must be at least 1.");
        Require(Threads >= 0, () => $"Threads is {Threads}; it must be at least 1, or 0 for one a processor.");
        Require(MemoryLimitBytes is null or > 0, () => $"MemoryLimitBytes is {MemoryLimitBytes}; it must be above 0.");
        Require(MustContain.Count == 0 || !MustContain.Intersect(MustNotContain).Any(), () => "A product stands in both MustContain and MustNotContain.");
        return problems;

        void Require(bool holds, Func<string> problem)
        {
            if (!holds)
            {
                problems.Add(problem());
            }
        }
    }

    /// <summary>The smallest support count that is wanted: <see cref="MinCount"/>, or the ceiling of <see cref="MinSupport"/> × baskets, at least 1.</summary>
    /// <param name="basketCount">Number of baskets, empty ones included.</param>
    /// <remarks>The product is taken in decimal, so that 0.07 of 100 baskets is 7 and not, by binary rounding, 8.</remarks>
    public int ResolveMinCount(int basketCount) =>
        MinCount ?? Math.Max(1, (int)Math.Ceiling((decimal)MinSupport.GetValueOrDefault() * basketCount));

    /// <summary>Number of threads meant by <see cref="Threads"/>.</summary>
    public int ResolveThreads() => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal void Validate(Domain.Vocabulary products)
    {
        var problems = new List<string>(Problems());
        foreach (IReadOnlyList<int> rows in new[] { MustContain, MustNotContain })
        {
            foreach (int row in rows)
            {
                if ((uint)row >= (uint)products.Count)
                {
                    problems.Add($"Product row {row} does not exist; rows are 0 to {products.Count - 1}.");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems));
        }
    }
}
