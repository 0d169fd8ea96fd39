using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Evaluation;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate retrieval</c>: how well queries find products, on anyone's files.</summary>
internal static class EvaluateRetrievalVerb
{
    private static readonly Option<string> Products = new("--products") { Description = "Products: CSV with product_id, title and, if there is one, description.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Judgments = new("--judgments") { Description = "What is right: CSV with query, product_id, relevance (0 is not relevant).", HelpName = "FILE", Required = true };

    private static readonly Option<string> Methods = new("--methods")
    {
        Description = $"Methods to compare, comma-separated: {MethodList.Names}.",
        HelpName = "A,B",
        DefaultValueFactory = _ => "bm25,static,hybrid",
    };

    private static readonly Option<bool> JudgedOnly = new("--judged-only")
    {
        Description = "Rank for each query only the products that were judged for it, and measure the whole ranking (ndcg) and the error of predicted relevance (rmse) too.",
    };

    public static Command Create() => Verb.Create(
        "retrieval",
        "Ask queries whose answers were judged, and measure what comes back, with intervals.",
        ["kindred evaluate retrieval --products P.csv --judgments J.csv --methods bm25,static,hybrid --json"],
        context => Task.FromResult(Run(context)),
        Products, Judgments, Methods, JudgedOnly, SharedWords.Spelling, EncoderOption.Encoder, EncoderList.Runtime, CrossEncoderOption.Folder);

    private static int Run(RunContext context)
    {
        using var vectors = new SharedVectors(context);
        using var words = new SharedWords(context);
        IReadOnlyList<RetrievalMethod> methods = MethodList.Parse(context, words, vectors, context.Arguments.GetValue(Methods)!);
        (IReadOnlyList<RetrievalResult> results, int unknown) = Progress.Show(context, progress =>
        {
            RetrievalTask task = RetrievalFiles.Read(context.Arguments.GetValue(Products)!, context.Arguments.GetValue(Judgments)!, context.Cancellation);
            var options = new RetrievalOptions { JudgedOnly = context.Arguments.GetValue(JudgedOnly), Seed = context.Seed, Threads = context.Threads, Progress = progress };
            return (RetrievalEvaluator.Evaluate(task, methods, options, context.Cancellation), task.UnknownJudged);
        });
        if (unknown > 0)
        {
            context.Notes.WriteLine($"{unknown:N0} judgments of products that are not among the products were left out.");
        }

        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Methods = results.Select(Shape), JudgmentsLeftOut = unknown });
        }
        else
        {
            WriteTable(context.Output, results);
        }

        return ExitCode.Done;
    }

    private static object Shape(RetrievalResult result) => new
    {
        result.Name,
        result.Metrics,
        Intervals = result.Intervals.ToDictionary(i => i.Key, i => new[] { i.Value.Low, i.Value.High }),
        Leads = result.Leads.Count == 0 ? null : result.Leads.ToDictionary(i => i.Key, i => new[] { i.Value.Low, i.Value.High }),
        Seconds = result.Seconds.ToDictionary(s => s.Key, s => Math.Round(s.Value, 3)),
    };

    private static void WriteTable(TextWriter output, IReadOnlyList<RetrievalResult> results)
    {
        string[] metrics = [.. results[0].Metrics.Keys];
        int width = Math.Max("method".Length, results.Max(r => r.Name.Length)) + 2;
        output.WriteLine(string.Concat("method".PadRight(width), string.Concat(metrics.Select(m => m.PadRight(26))), "index s  search s"));
        foreach (RetrievalResult result in results)
        {
            string values = string.Concat(metrics.Select(m => string.Create(
                CultureInfo.InvariantCulture, $"{result.Metrics[m]:0.0000} ({result.Intervals[m].Low:0.0000}–{result.Intervals[m].High:0.0000})").PadRight(26)));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name.PadRight(width)}{values}{result.Seconds["index"],7:0.00}{result.Seconds["search"],10:0.00}"));
        }

        foreach (RetrievalResult result in results.Skip(1))
        {
            string leads = string.Concat(metrics.Select(m => string.Create(
                CultureInfo.InvariantCulture, $"{Rounded(result.Metrics[m] - results[0].Metrics[m]):+0.0000;-0.0000} ({Rounded(result.Leads[m].Low):0.0000} to {Rounded(result.Leads[m].High):0.0000})").PadRight(30)));
            output.WriteLine($"{$"{result.Name} − {results[0].Name}".PadRight(width + 10)}{leads}");
        }
    }

    // Without the sign of a zero, which a format of two parts would write twice.
    private static double Rounded(double value) => Math.Round(value, 4) + 0.0;
}
