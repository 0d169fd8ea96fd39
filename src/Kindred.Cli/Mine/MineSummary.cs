using System.Text.Json.Serialization;

namespace Kindred.Cli.Mine;

/// <summary>What <c>kindred mine --json</c> prints; the keys are a contract.</summary>
internal sealed record MineSummary
{
    public required int Baskets { get; init; }

    public required int Products { get; init; }

    public required int MinCount { get; init; }

    public required string Algorithm { get; init; }

    public required int Threads { get; init; }

    public required ItemsetCounts Itemsets { get; init; }

    /// <summary>Null where no rules were asked for.</summary>
    public required RuleCounts? Rules { get; init; }

    public required StageSeconds Seconds { get; init; }

    public required double PeakMemoryMb { get; init; }

    /// <summary>The itemsets of highest support, at most 20; absent under <c>--count-only</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ItemsetRow>? TopItemsets { get; init; }

    /// <summary>The best rules, at most 20; absent under <c>--count-only</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RuleRow>? TopRules { get; init; }

    /// <summary>Why the answer is empty or huge and what to do; absent where it is neither.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }
}

/// <summary>Numbers of itemsets, in all and by number of products.</summary>
internal sealed record ItemsetCounts(long Total, IReadOnlyDictionary<string, long> ByLength);

/// <summary>Number of rules that passed every filter.</summary>
internal sealed record RuleCounts(long Total);

/// <summary>Wall-clock seconds of each stage.</summary>
internal sealed record StageSeconds(double Read, double Mine, double Rules, double Write, double Total);

/// <summary>An itemset for people: ids, titles where they are known, and its support.</summary>
internal sealed record ItemsetRow
{
    public required IReadOnlyList<string> Items { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Titles { get; init; }

    public required int Count { get; init; }

    public required double Support { get; init; }
}

/// <summary>A rule for people, with the proof: counts, interval and corrected q-value.</summary>
internal sealed record RuleRow
{
    public required IReadOnlyList<string> Antecedent { get; init; }

    public required IReadOnlyList<string> Consequent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AntecedentTitles { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ConsequentTitles { get; init; }

    public required int Count { get; init; }

    public required int AntecedentCount { get; init; }

    public required int ConsequentCount { get; init; }

    public required double Support { get; init; }

    public required double Confidence { get; init; }

    public required IReadOnlyList<double> ConfidenceInterval { get; init; }

    public required double Lift { get; init; }

    public required IReadOnlyList<double> LiftInterval { get; init; }

    public required double PValue { get; init; }

    public required double QValue { get; init; }

    /// <summary>Base-10 logarithm of the q-value, for those too small to write (0 means below 1e-308).</summary>
    public required double Log10QValue { get; init; }

    /// <summary>The measures asked for by <c>--measures</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Measures { get; init; }
}
