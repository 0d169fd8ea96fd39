using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Cli.Analysis;

/// <summary>A pair of products with its proof over all baskets, and what the later baskets say of it.</summary>
/// <param name="Pair">The products and counts over all baskets.</param>
/// <param name="Evidence">Intervals and corrected significance over all baskets.</param>
/// <param name="HoldOut">Found in the earlier baskets and tested in the later ones; null where it was not found there or nothing was held out.</param>
internal sealed record PairFinding(ProductPair Pair, RuleEvidence Evidence, HoldOutResult? HoldOut);

/// <summary>A rule with its proof over all baskets, and what the later baskets say of it.</summary>
internal sealed record RuleFinding(int[] Antecedent, int[] Consequent, RuleEvidence Evidence, HoldOutResult? HoldOut);

/// <summary>What mining a shop's baskets gave.</summary>
internal sealed record Associations
{
    public required MiningResult Mined { get; init; }

    /// <summary>All pairs significant at the q-value asked for.</summary>
    public required PairTable Pairs { get; init; }

    /// <summary>The pairs most worth telling, heaviest first; at most as many as asked for.</summary>
    public required IReadOnlyList<PairFinding> BestPairs { get; init; }

    /// <summary>Rules significant at the q-value asked for and better than every simpler rule, best first; at most as many as asked for.</summary>
    public required IReadOnlyList<RuleFinding> Rules { get; init; }

    public required long RulesInAll { get; init; }

    public required long RulesTested { get; init; }

    /// <summary>The cut between earlier and later baskets; null where the orders carry no times.</summary>
    public required TimeSplit? Split { get; init; }
}
