using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred evaluate classification</c>: how well a linear classifier finds labels from texts' vectors.</summary>
internal static class EvaluateClassificationVerb
{
    private const string TfIdf = "tfidf";
    private const string Dense = "dense";

    private static readonly Option<string> Train = new("--train") { Description = "Texts to learn from: CSV with text, label.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Test = new("--test") { Description = "Texts to be judged on: the same columns.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Methods = new("--methods")
    {
        Description = $"Features to compare, comma-separated: {TfIdf}, {Dense} (vectors of --encoder).",
        HelpName = "A,B",
        DefaultValueFactory = _ => $"{TfIdf},{Dense}",
    };

    public static Command Create() => Verb.Create(
        "classification",
        "Learn labels, such as categories, from texts, and measure accuracy and F1 on texts held back.",
        ["kindred evaluate classification --train train.csv --test test.csv --encoder shipped,static --json"],
        context => Task.FromResult(Run(context)),
        Train, Test, Methods, EncoderOption.Encoder, EncoderList.Runtime);

    private static int Run(RunContext context)
    {
        ClassificationMethod[] methods = [.. context.Arguments.GetValue(Methods)!.Split(',', StringSplitOptions.TrimEntries).SelectMany(name => Create(context, name))];
        IReadOnlyList<ClassificationResult> results = Progress.Show(context, progress =>
        {
            ClassificationTask task = ClassificationTask.Read(context.Arguments.GetValue(Train)!, context.Arguments.GetValue(Test)!, context.Cancellation);
            progress.Report(new StageProgress("classifying", null, $"{task.Train.Count:N0} texts to learn from, {task.Test.Count:N0} to judge"));
            return ClassificationEvaluator.Evaluate(task, methods, context.Seed, context.Cancellation);
        });
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Methods = results.Select(Shape) });
            return ExitCode.Done;
        }

        foreach (ClassificationResult result in results)
        {
            string metrics = string.Join(", ", result.Metrics.Select(m => string.Create(
                CultureInfo.InvariantCulture, $"{m.Key} {m.Value:0.0000} ({result.Intervals[m.Key].Low:0.0000}–{result.Intervals[m.Key].High:0.0000})")));
            context.Output.WriteLine($"{result.Name}: {metrics}");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<ClassificationMethod> Create(RunContext context, string name) => name switch
    {
        TfIdf => [ClassificationMethods.TfIdf()],
        Dense => EncoderOption.Resolve(context).Select(encoder => ClassificationMethods.Dense(
            $"{Dense} {EncoderOption.Label(encoder)}", texts => EncoderOption.Create(context, encoder, texts, null))),
        _ => throw new KindredDataException($"There is no method '{name}'; the methods are {TfIdf}, {Dense}."),
    };

    private static object Shape(ClassificationResult result) => new
    {
        result.Name,
        result.Metrics,
        Intervals = result.Intervals.ToDictionary(i => i.Key, i => new[] { i.Value.Low, i.Value.High }),
        Seconds = result.Seconds.ToDictionary(s => s.Key, s => Math.Round(s.Value, 3)),
    };
}
