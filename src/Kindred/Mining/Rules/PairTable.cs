namespace Kindred.Mining.Rules;

/// <summary>Pairs of products in ascending order of their rows, with their significance.</summary>
/// <param name="Pairs">The pairs within the limits.</param>
/// <param name="HypothesesTested">All pairs of products that each reach the minimum count, met or not: the number the correction counts.</param>
/// <param name="Correction">How p-values were corrected.</param>
/// <param name="BasketCount">Number of baskets.</param>
public sealed record PairTable(IReadOnlyList<ProductPair> Pairs, long HypothesesTested, PValueCorrection Correction, int BasketCount)
{
    /// <summary>The evidence of a pair.</summary>
    /// <param name="pair">0 to the number of pairs − 1.</param>
    /// <param name="window">When the baskets were bought, if known.</param>
    public RuleEvidence Evidence(int pair, TimeWindow? window = null) =>
        RuleEvidence.Create(Pairs[pair].Counts, Pairs[pair].LogQ, Correction, HypothesesTested, window);
}
