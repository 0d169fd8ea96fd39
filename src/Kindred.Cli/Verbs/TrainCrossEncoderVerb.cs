using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Evaluation;
using Kindred.Neural.CrossEncoders;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred train cross-encoder</c>: teaches a transformer to read two texts side by side and say how well they fit.</summary>
internal static class TrainCrossEncoderVerb
{
    private static readonly Option<string> Train = new("--train") { Description = "Pairs to learn from: left TAB right TAB label (0 or 1).", HelpName = "FILE", Required = true };

    private static readonly Option<string> Valid = new("--valid") { Description = "Pairs that the epoch is chosen on.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Output = new("--output") { Description = "Folder of the trained model.", HelpName = "DIR", Required = true };

    public static Command Create() => Verb.Create(
        "cross-encoder",
        "Train a model that reads two texts side by side: for matching offers, and for putting search results in order.",
        ["kindred train cross-encoder --train train.txt.gz --valid valid.txt.gz --output matcher"],
        context => Task.FromResult(Run(context)),
        [Train, Valid, Output, .. CrossEncoderOption.TrainingSymbols]);

    private static int Run(RunContext context)
    {
        CrossEncoderTrainingOptions options = CrossEncoderOption.Training(context);
        string folder = Path.GetFullPath(context.Arguments.GetValue(Output)!);
        CrossEncoderTrainingResult result = Progress.Show(context, progress =>
        {
            IReadOnlyList<LabelledPair> train = CrossEncoderMatcher.Labelled(MatchingTask.ReadPairs(context.Arguments.GetValue(Train)!, context.Cancellation));
            IReadOnlyList<LabelledPair> valid = CrossEncoderMatcher.Labelled(MatchingTask.ReadPairs(context.Arguments.GetValue(Valid)!, context.Cancellation));
            using CrossEncoder model = CrossEncoder.OpenForTraining(
                CrossEncoderOption.StartFolder(context), PairMarking.SharedWords, context.Seed, new CrossEncoderOptions { Threads = context.Threads, MaxTokens = options.Steps.MaxTokens });
            CrossEncoderTrainingResult trained = new CrossEncoderTraining(model, options).Train(train, valid, progress, context.Cancellation);
            model.Save(folder);
            return trained;
        });
        Write(context, result, folder);
        return ExitCode.Done;
    }

    private static void Write(RunContext context, CrossEncoderTrainingResult result, string folder)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Folder = folder, BestEpoch = result.BestEpoch + 1, result.Validations, Steps = result.Curve.Count, LastLoss = result.Curve[^1] });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{folder}: epoch {result.BestEpoch + 1} of {result.Validations.Count}, validation {result.Validations[result.BestEpoch]:0.0000}, last loss {result.Curve[^1]:0.000}"));
    }
}
