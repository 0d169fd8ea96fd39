using System.CommandLine;
using System.CommandLine.Parsing;
using Kindred.Cli.Shell;
using Kindred.Mining;

namespace Kindred.Cli.Mine;

/// <summary>The options of <c>kindred mine</c>, in the order the help shows them.</summary>
internal sealed class MineOptionSet
{
    public const double DefaultMinSupport = 0.01;

    private static readonly Dictionary<string, MiningAlgorithm> Algorithms = new(StringComparer.Ordinal)
    {
        ["auto"] = MiningAlgorithm.Auto,
        ["apriori"] = MiningAlgorithm.Apriori,
        ["eclat"] = MiningAlgorithm.Eclat,
        ["fp-growth"] = MiningAlgorithm.FpGrowth,
        ["lcm"] = MiningAlgorithm.Lcm,
    };

    private static readonly Dictionary<string, ItemsetKind> Kinds = new(StringComparer.Ordinal)
    {
        ["frequent"] = ItemsetKind.Frequent,
        ["closed"] = ItemsetKind.Closed,
        ["maximal"] = ItemsetKind.Maximal,
    };

    public Argument<string?> File { get; } = new("FILE")
    {
        Description = "File of baskets or orders (.gz and .zst are read as they are). Left out: the clean orders of the workspace.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string> Format { get; } = Choice("--format", "How to read FILE.", "auto", ["auto", "lines", "basket", "fimi", "orders"]);

    public Option<int?> MinCount { get; } = NumberOption.CreateOptional("--min-count", "Fewest baskets that must hold an itemset.", "N", 1, int.MaxValue);

    public Option<double?> MinSupport { get; } = NumberOption.CreateOptional(
        "--min-support", $"Least fraction of the baskets; count = ceiling of F × baskets. Default where no threshold is given: {DefaultMinSupport}.", "F", 1e-12, 1.0);

    public Option<int?> Top { get; } = NumberOption.CreateOptional("--top", "The N itemsets of highest support, with no threshold.", "N", 1, 100_000_000);

    public Option<int> MinLength { get; } = NumberOption.Create("--min-length", "With --top: fewest products in an itemset.", "N", 1, 100, 1);

    public Option<string> Itemsets { get; } = Choice("--itemsets", "Which itemsets.", "frequent", [.. Kinds.Keys]);

    public Option<int?> MaxLength { get; } = NumberOption.CreateOptional("--max-length", "Most products in an itemset.", "N", 1, int.MaxValue);

    public Option<string[]> MustContain { get; } = ProductList("--must-contain", "Products every itemset (or with --rules: every rule) must hold, separated by commas.");

    public Option<string[]> MustNotContain { get; } = ProductList("--must-not-contain", "Products left out of every basket, separated by commas.");

    public Option<string?> RollUp { get; } = new("--roll-up")
    {
        Description = "CSV file with the columns product and category (A > B > C): categories are mined beside products.",
        HelpName = "FILE",
    };

    public Option<string> Algorithm { get; } = Choice("--algorithm", "How itemsets are found; auto measures the data and says why.", "auto", [.. Algorithms.Keys]);

    public Option<bool> Rules { get; } = new("--rules") { Description = "Make rules from the itemsets." };

    public Option<int> MaxConsequent { get; } = NumberOption.Create("--max-consequent", "Most products in a rule's consequent.", "N", 1, int.MaxValue, 1);

    public Option<double> MinConfidence { get; } = NumberOption.Create("--min-confidence", "Least confidence of a rule.", "F", 0.0, 1.0, 0.5);

    public Option<double> MinLift { get; } = NumberOption.Create("--min-lift", "Least lift of a rule.", "F", 0.0, 1e300, 0.0);

    public Option<double?> MaxQ { get; } = NumberOption.CreateOptional("--max-q", "Highest q-value of a rule (p-value corrected over all tested rules).", "F", 1e-300, 1.0);

    public Option<string> Correction { get; } = Choice("--correction", "Correction for many tests.", "bh", ["bh", "by", "holm"]);

    public Option<string> Prune { get; } = Choice(
        "--prune", "Leave out rules that say no more than a simpler one: redundant (not more confident) or unproductive (not significantly better).", "none", ["none", "redundant", "unproductive"]);

    public Option<double?> MinImprovement { get; } = NumberOption.CreateOptional("--min-improvement", "Least gain in confidence over every simpler rule.", "F", 0.0, 1.0);

    public Option<string> SortBy { get; } = new("--sort-by")
    {
        Description = "Measure that orders the rules, highest first.",
        HelpName = "MEASURE",
        DefaultValueFactory = _ => "lift",
    };

    public Option<string[]> Measures { get; } = ProductList("--measures", "Further measures for each rule: all, or names separated by commas (docs/measures.md).");

    public Option<string?> Output { get; } = new("--output")
    {
        Description = "Write the rules (with --rules) or the itemsets to FILE.parquet, .csv or .jsonl.",
        HelpName = "FILE",
    };

    public Option<bool> CountOnly { get; } = new("--count-only") { Description = "Only count: faster, and in little memory." };

    public Symbol[] All =>
    [
        File, Format, MinCount, MinSupport, Top, MinLength, Itemsets, MaxLength, MustContain, MustNotContain, RollUp, Algorithm,
        Rules, MaxConsequent, MinConfidence, MinLift, MaxQ, Correction, Prune, MinImprovement, SortBy, Measures, Output, CountOnly,
    ];

    public static MiningAlgorithm AlgorithmOf(string name) => Algorithms[name];

    public static string NameOf(MiningAlgorithm algorithm) => Algorithms.First(a => a.Value == algorithm).Key;

    public static ItemsetKind KindOf(string name) => Kinds[name];

    /// <summary>What the given options cannot mean together, one sentence each.</summary>
    public void Validate(CommandResult command)
    {
        int thresholds = new Option[] { MinCount, MinSupport, Top }.Count(o => command.GetResult(o) is not null);
        Refuse(thresholds > 1, "Give one of --min-count, --min-support and --top.");
        Refuse(command.GetValue(Rules) && command.GetValue(Itemsets) is not (null or "frequent"), "Rules are made from frequent itemsets: leave out --itemsets, or --rules.");
        Refuse(command.GetValue(CountOnly) && command.GetResult(Output) is not null, "--count-only keeps nothing that --output could write.");
        Refuse(command.GetValue(CountOnly) && command.GetResult(Top) is not null, "--top already says how many itemsets there will be; leave out --count-only.");
        Refuse(
            command.GetValue(Output) is { } path && Path.GetExtension(path).ToLowerInvariant() is not (".parquet" or ".csv" or ".jsonl" or ".ndjson"),
            "--output takes a file that ends with .parquet, .csv or .jsonl.");
        Refuse(command.GetResult(MinLength) is { Implicit: false } && command.GetResult(Top) is null, "--min-length goes with --top.");

        void Refuse(bool wrong, string sentence)
        {
            if (wrong)
            {
                command.AddError(sentence);
            }
        }
    }

    private static Option<string> Choice(string name, string description, string defaultValue, string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<string[]> ProductList(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A,B,…",
        CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
    };
}
