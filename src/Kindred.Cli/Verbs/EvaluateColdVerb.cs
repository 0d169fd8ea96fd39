using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Models;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Neural.Associations;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate cold</c>: how well companions of products without sales are found from their titles.</summary>
internal static class EvaluateColdVerb
{
    private static readonly Option<int> Splits = NumberOption.Create("--splits", "Random splits; more make the intervals narrower.", "N", 1, 1_000, new ColdOptions().Splits);

    private static readonly Option<string> Define = new("--define")
    {
        Description = $"Numbers of the protocol, comma-separated: {string.Join(", ", ModelOptions.Format(new ColdOptions()).Where(o => o.Key != "splits").Select(o => $"{o.Key}={o.Value}"))}.",
        HelpName = "K=V,K=V",
        DefaultValueFactory = _ => string.Empty,
    };

    private static readonly Option<string> FineTune = new("--fine-tune")
    {
        Description = $"Fine-tune an encoder on the baskets of each split and compare it too: {EncoderOption.Shipped}, or a model folder. Takes minutes.",
        HelpName = "NAME|FOLDER",
    };

    public static Command Create() => Verb.Create(
        "cold",
        "Hide products from all baskets, ask for their companions by title alone, and compare ways to answer, with intervals.",
        ["kindred evaluate cold", "kindred evaluate cold --splits 10 --encoder static --json", "kindred evaluate cold --orders lines.csv --define min-pair-count=3,min-lift=2", "kindred evaluate cold --fine-tune shipped --splits 2"],
        context => Task.FromResult(Run(context)),
        TitledBaskets.Orders, Splits, Define, EncoderOption.Encoder, EncoderList.Runtime, FineTune);

    private static int Run(RunContext context)
    {
        string[] defined = context.Arguments.GetValue(Define)!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        ColdOptions options = ModelOptions.Parse<ColdOptions>(defined) with { Splits = context.Arguments.GetValue(Splits) };
        ColdComparison table = Progress.Show(context, progress =>
        {
            (BasketSet baskets, IReadOnlyList<string?> titles) = TitledBaskets.Read(context, "evaluate", progress);
            var run = new EvaluationOptions { Seed = context.Seed, Threads = context.Threads, Progress = progress };
            ColdMethod[] methods = [.. Encoder(context, progress), .. ColdMethods.All(options), .. FineTuned(context, options, progress)];
            return ColdEvaluator.Compare(InteractionData.FromBaskets(baskets), titles, methods, ColdMethods.Sums(methods), options, run, context.Cancellation);
        });
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, Shape(table));
        }
        else
        {
            WriteTable(context.Output, table);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<ColdMethod> Encoder(RunContext context, IProgress<StageProgress> progress) =>
        context.Arguments.GetValue(EncoderOption.Encoder) is { } name
            ? [ColdBaselines.Vectors("encoder", titles => EncoderOption.Create(context, name, titles, progress))]
            : [];

    private static IEnumerable<ColdMethod> FineTuned(RunContext context, ColdOptions options, IProgress<StageProgress> progress) =>
        context.Arguments.GetValue(FineTune) is { } name
            ? [FineTunedCompanions.Method(ColdMethods.FineTunedName, EncoderList.FolderOf(name), options, FineTuningOptions.DefaultsOf(FineTuningObjective.Companions), progress)]
            : [];

    private static object Shape(ColdComparison table) => new
    {
        Protocol = "companions of cold products",
        Definitions = ColdComparison.Definitions(table.Options.Cutoff),
        table.Options,
        table.Cases,
        Methods = table.Methods.Select(m => new
        {
            m.Name,
            m.Metrics,
            Intervals = m.Intervals.ToDictionary(i => i.Key, i => new[] { i.Value.Low, i.Value.High }),
            m.BySplit,
            Seconds = new { Fit = Math.Round(m.FitSeconds, 3), ScorePerTitle = Math.Round(m.MillisecondsPerTitle / 1000, 6) },
        }),
        Best = table.Best.ToDictionary(b => b.Key, b => new { b.Value.Model, b.Value.IsSignificant, PValues = b.Value.Rivals.ToDictionary(r => r.Model, r => r.PValue) }),
    };

    private static void WriteTable(TextWriter output, ColdComparison table)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string[] metrics = [.. table.Best.Keys];
        output.WriteLine(string.Create(invariant, $"companions of cold products: {table.Cases.Sum():N0} cases in {table.Cases.Count} random splits"));
        output.WriteLine();
        output.WriteLine(string.Concat("method".PadRight(20), string.Concat(metrics.Select(m => m.PadRight(26))), "learn s  ms/title"));
        foreach (ColdResult method in table.Methods)
        {
            string values = string.Concat(metrics.Select(m => Cell(table, method, m).PadRight(26)));
            output.WriteLine(string.Create(invariant, $"{method.Name,-20}{values}{method.FitSeconds,7:0.00}{method.MillisecondsPerTitle,10:0.00}"));
        }

        output.WriteLine();
        output.WriteLine(ComparisonText.Legend);
        output.WriteLine(ColdComparison.Definitions(table.Options.Cutoff));
    }

    private static string Cell(ColdComparison table, ColdResult method, string metric)
    {
        BestModel best = table.Best[metric];
        string mark = best.Model == method.Name && best.IsSignificant ? "** " : best.Includes(method.Name) ? "* " : string.Empty;
        Interval interval = method.Intervals[metric];
        return string.Create(CultureInfo.InvariantCulture, $"{mark}{method.Metrics[metric]:0.000} [{interval.Low:0.000}, {interval.High:0.000}]");
    }
}
