using Kindred.Cli.Shell;
using Kindred.Report;

namespace Kindred.Cli.Analysis;

/// <summary>Tells what an analysis found: the best findings first, then where the rest is.</summary>
internal static class RunSummary
{
    public static void Write(RunContext context, ReportModel model, string reportPath, double seconds, bool reused)
    {
        if (context.Json)
        {
            WriteJson(context, model, reportPath, seconds, reused);
        }
        else
        {
            WriteText(context.Output, model, reportPath, seconds, reused);
        }
    }

    private static void WriteJson(RunContext context, ReportModel model, string reportPath, double seconds, bool reused) => JsonOutput.WriteReport(context.Output, new
    {
        model.Title,
        Baskets = model.Baskets.Baskets,
        Products = model.Baskets.Products,
        Lines = new { Read = model.DataQuality?.RowsRead, Taken = model.DataQuality?.RowsTaken, Clean = model.DataQuality?.RowsAfterCleaning },
        model.Mining?.MinCount,
        Itemsets = model.Mining?.ItemsetsByLength.ToDictionary(l => $"{l.Length}", l => l.Itemsets),
        RulesTested = model.Mining?.HypothesesTested,
        Rules = model.RulesInAll,
        model.Findings,
        Truth = model.Truth?.Rows,
        Stages = model.Stages.ToDictionary(s => s.Stage, s => s.Seconds),
        Report = reportPath,
        Reused = reused,
        Seconds = seconds,
        PeakMemoryMb = PeakMemory.Megabytes(),
    });

    private static void WriteText(TextWriter output, ReportModel model, string reportPath, double seconds, bool reused)
    {
        output.WriteLine($"{model.Title}: {model.Baskets.Baskets:N0} baskets of {model.Baskets.Products:N0} products" + (model.DataQuality is { } q ? $", from {q.RowsTaken:N0} order lines ({q.RowsAfterCleaning:N0} after cleaning)" : ""));
        output.WriteLine();
        if (model.Findings.Count == 0)
        {
            output.WriteLine("No association could be proved. 'kindred check' says what these orders can prove; more orders or a lower --min-pair-count may help.");
        }

        foreach (Finding finding in model.Findings)
        {
            output.WriteLine($"• {finding.Headline}:");
            output.WriteLine($"  {finding.Text}");
        }

        output.WriteLine();
        if (model.Mining is { } mining)
        {
            string pairs = mining.Settings.FirstOrDefault(s => s.Name == "Pairs proved")?.Value ?? "0";
            output.WriteLine($"{pairs} pairs and {model.RulesInAll:N0} rules are proved beyond chance, each rule significantly better than any simpler one.");
        }

        foreach (TruthRow row in model.Truth?.Rows ?? [])
        {
            output.WriteLine(row.Correct > 0 || !row.Kind.Contains("should not", StringComparison.Ordinal)
                ? $"Planted {row.Kind}: {row.Correct:N0} of {row.Planted:N0} found."
                : $"Planted {row.Kind}: {row.Found:N0} of {row.Planted:N0} falsely found.");
        }

        output.WriteLine($"Report: {reportPath}");
        output.WriteLine(reused ? "Nothing had changed since the last analysis; it was reused." : $"Done in {seconds:0.0} s, {PeakMemory.Megabytes():N0} MB at most.");
    }
}
