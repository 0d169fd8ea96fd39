using System.CommandLine;
using Kindred.Cli.Shell;

namespace Kindred.Cli.Analysis;

/// <summary>The options of the analysis, for <c>run</c> and <c>demo</c>.</summary>
internal sealed class AnalysisOptionSet
{
    private static readonly AnalysisOptions Defaults = new();

    public Option<int?> MinCount { get; } = NumberOption.CreateOptional(
        "--min-count", $"Fewest baskets that must hold an itemset. Default: the lowest threshold predicted to give at most {Defaults.MostItemsets:N0} itemsets.", "N", 1, int.MaxValue);

    public Option<int> MinPairCount { get; } = NumberOption.Create("--min-pair-count", "Fewest baskets that must hold a pair.", "N", 1, int.MaxValue, Defaults.MinPairCount);

    public Option<double> MinConfidence { get; } = NumberOption.Create("--min-confidence", "Least confidence of a rule.", "F", 0.0, 1.0, Defaults.MinConfidence);

    public Option<double> MaxQ { get; } = NumberOption.Create("--max-q", "Highest q-value of what is shown.", "F", 1e-300, 1.0, Defaults.MaxQ);

    public Option<int> Findings { get; } = NumberOption.Create("--findings", "Findings told in plain words.", "N", 0, 1000, Defaults.Findings);

    public Option<string?> Report { get; } = new("--report") { Description = "Where to write the report. Default: report.html in the workspace.", HelpName = "FILE" };

    public Symbol[] All => [MinCount, MinPairCount, MinConfidence, MaxQ, Findings, Report];

    public AnalysisOptions Read(ParseResult arguments) => new()
    {
        MinCount = arguments.GetValue(MinCount),
        MinPairCount = arguments.GetValue(MinPairCount),
        MinConfidence = arguments.GetValue(MinConfidence),
        MaxQ = arguments.GetValue(MaxQ),
        Findings = arguments.GetValue(Findings),
    };

    public string ReportPath(RunContext context) =>
        Path.GetFullPath(context.Arguments.GetValue(Report) ?? Path.Combine(context.WorkspacePath, "report.html"));
}
