namespace Kindred.Store.Readiness;

/// <summary>What the readiness check asks of the data. Immutable.</summary>
public sealed record ReadinessOptions
{
    /// <summary>Chance of any false association among all tested pairs (divided by their number, as Bonferroni does). Default 0.05; range 1e-6 to 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Chance with which a true association is to be proven. Default 0.8; range 0.5 to 0.99.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>The lift for which the number of baskets needed is worked out. Default 2; range 1.05 to 100.</summary>
    public double TargetLift { get; init; } = 2;

    /// <summary>Products in fewer baskets are cold: nothing is tested about them. Default 5; range 1 to 1,000.</summary>
    public int ColdBelow { get; init; } = 5;

    /// <summary>
    /// (Basket, product) pairs read into memory for predictions (about 50 bytes each); more are sampled by basket. Range 1,000 to
    /// 200,000,000. Null, the default: one for each 512 bytes of the memory limit, at most 4,000,000.
    /// </summary>
    public int? SampleOccurrences { get; init; }

    /// <summary>Thresholds below the first that promises more itemsets than this are not predicted. Default 50,000,000; at least 1,000.</summary>
    public long MostItemsets { get; init; } = 50_000_000;

    /// <summary>Seeds the walks that predict itemset counts. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The default of <see cref="SampleOccurrences"/>.</summary>
    internal static int SampleFor(long memoryLimitBytes) => (int)Math.Min(4_000_000, memoryLimitBytes / 512);

    /// <summary>Every option that is out of range, each in a sentence that names it; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Check(Alpha is >= 1e-6 and <= 0.5, $"{nameof(Alpha)} is {Alpha}; it must be 1e-6 to 0.5.");
        Check(Power is >= 0.5 and <= 0.99, $"{nameof(Power)} is {Power}; it must be 0.5 to 0.99.");
        Check(TargetLift is >= 1.05 and <= 100, $"{nameof(TargetLift)} is {TargetLift}; it must be 1.05 to 100.");
        Check(ColdBelow is >= 1 and <= 1_000, $"{nameof(ColdBelow)} is {ColdBelow}; it must be 1 to 1,000.");
        Check(SampleOccurrences is null or (>= 1_000 and <= 200_000_000), $"{nameof(SampleOccurrences)} is {SampleOccurrences}; it must be 1,000 to 200,000,000.");
        Check(MostItemsets >= 1_000, $"{nameof(MostItemsets)} is {MostItemsets}; it must be at least 1,000.");
        return problems;

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
