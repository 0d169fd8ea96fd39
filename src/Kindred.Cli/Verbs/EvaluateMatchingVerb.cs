using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate matching</c>: are two offers the same product?</summary>
internal static class EvaluateMatchingVerb
{
    private static readonly Option<string> Train = new("--train") { Description = "Pairs to learn from: left TAB right TAB label (0 or 1).", HelpName = "FILE", Required = true };

    private static readonly Option<string> Valid = new("--valid") { Description = "Pairs that settings and threshold are chosen on.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Test = new("--test") { Description = "Pairs to be judged on.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Method = new("--method") { Description = $"How to match: {MatcherList.Names}.", HelpName = "NAME", DefaultValueFactory = _ => MatcherList.Default };

    public static Command Create() => Verb.Create(
        "matching",
        "Learn which offers are the same product, and measure precision, recall and F1 on pairs held back.",
        [
            "kindred evaluate matching --train train.txt.gz --valid valid.txt.gz --test test.txt.gz --json",
            "kindred evaluate matching --train train.txt.gz --valid valid.txt.gz --test test.txt.gz --method features+cross-encoder",
        ],
        context => Task.FromResult(Run(context)),
        [Train, Valid, Test, Method, CrossEncoderOption.Folder, .. CrossEncoderOption.TrainingSymbols]);

    private static int Run(RunContext context)
    {
        MatchingMethod method = MatcherList.Get(context, context.Arguments.GetValue(Method)!);
        MatchingTask? task = null;
        MatchingResult result = Progress.Show(context, progress =>
        {
            task = MatchingTask.Read(context.Arguments.GetValue(Train)!, context.Arguments.GetValue(Valid)!, context.Arguments.GetValue(Test)!, context.Cancellation);
            return MatchingEvaluator.Evaluate(task, method, new TrainingOptions { Seed = context.Seed, Threads = context.Threads, Progress = progress }, context.Cancellation);
        });
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, Shape(result, task!));
            return ExitCode.Done;
        }

        PairMetrics metrics = result.Metrics;
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Method}: F1 {metrics.F1:0.0000} ({result.Intervals["f1"].Low:0.0000}–{result.Intervals["f1"].High:0.0000}), precision {metrics.Precision:0.0000}, recall {metrics.Recall:0.0000} on {task!.Test.Count:N0} pairs, {task.Test.Count(p => p.IsMatch):N0} of them matches"));
        return ExitCode.Done;
    }

    private static object Shape(MatchingResult result, MatchingTask task) => new
    {
        result.Method,
        result.Metrics.Precision,
        result.Metrics.Recall,
        result.Metrics.F1,
        Intervals = result.Intervals.ToDictionary(i => i.Key, i => new[] { i.Value.Low, i.Value.High }),
        result.Threshold,
        Pairs = new { Train = task.Train.Count, Valid = task.Valid.Count, Test = task.Test.Count },
        Seconds = result.Seconds.ToDictionary(s => s.Key, s => Math.Round(s.Value, 3)),
    };
}
