using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Training;
using Kindred.Recommend;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred train cross-encoder</c>: teaches a transformer to read two texts side by side and say how well they fit.</summary>
internal static class TrainCrossEncoderVerb
{
    // As deep as re-ranking reads.
    private const int NegativeDepth = 50;

    private static readonly Option<string?> Train = new("--train") { Description = "Pairs to learn from: left TAB right TAB label (0 or 1).", HelpName = "FILE" };

    private static readonly Option<string?> Valid = new("--valid") { Description = "Pairs that the epoch is chosen on.", HelpName = "FILE" };

    private static readonly Option<string?> Products = new("--products") { Description = "For searching: products, CSV with product_id, title and, if there is one, description.", HelpName = "FILE" };

    private static readonly Option<string?> Judgments = new("--judgments")
    {
        Description = "For searching: what is right, CSV with query, product_id, relevance; a tenth of the queries is kept for choosing the epoch.",
        HelpName = "FILE",
    };

    private static readonly Option<int> Negatives = NumberOption.Create("--negatives", "For searching: products a query that BM25 ranks high and nobody judged, learned as irrelevant.", "N", 0, 1000, 4);

    private static readonly Option<string> Output = new("--output") { Description = "Folder of the trained model.", HelpName = "DIR", Required = true };

    private static readonly Option<int> CheckpointEvery = NumberOption.Create("--checkpoint-every", "Steps after which the state is kept in the folder, so that an interrupted training goes on.", "N", 1, 1_000_000, 200);

    public static Command Create() => Verb.Create(
        "cross-encoder",
        "Train a model that reads two texts side by side: for matching offers, or for putting search results in order. An interrupted training goes on when started again.",
        [
            "kindred train cross-encoder --train train.txt.gz --valid valid.txt.gz --output matcher",
            "kindred train cross-encoder --products products.csv --judgments judgments.csv --output reranker",
        ],
        context => Task.FromResult(Run(context)),
        [Train, Valid, Products, Judgments, Negatives, Output, CheckpointEvery, .. CrossEncoderOption.TrainingSymbols]);

    private static int Run(RunContext context)
    {
        string folder = Path.GetFullPath(context.Arguments.GetValue(Output)!);
        string checkpoint = Path.Combine(folder, "training.checkpoint");
        CrossEncoderTrainingOptions options = CrossEncoderOption.Training(context);
        options = options with { Steps = options.Steps with { Checkpoint = new TrainingCheckpoint(checkpoint, context.Arguments.GetValue(CheckpointEvery)) } };
        CrossEncoderTrainingResult result = Progress.Show(context, progress =>
        {
            (JudgedPairs pairs, bool symmetric) = ReadPairs(context, progress);
            Directory.CreateDirectory(folder);
            using CrossEncoder model = CrossEncoder.OpenForTraining(
                CrossEncoderOption.StartFolder(context), PairMarking.SharedWords, context.Seed, new CrossEncoderOptions { Threads = context.Threads, MaxTokens = options.Steps.MaxTokens });
            CrossEncoderTrainingResult trained = new CrossEncoderTraining(model, options with { Symmetric = symmetric }).Train(pairs.Train, pairs.Valid, progress, context.Cancellation);
            model.Save(folder);
            File.Delete(checkpoint);
            return trained;
        });
        Write(context, result, folder);
        return ExitCode.Done;
    }

    // Offers may change sides; a query and a product may not.
    private static (JudgedPairs Pairs, bool Symmetric) ReadPairs(RunContext context, IProgress<StageProgress> progress)
    {
        ParseResult arguments = context.Arguments;
        return (arguments.GetValue(Train), arguments.GetValue(Valid), arguments.GetValue(Products), arguments.GetValue(Judgments)) switch
        {
            ({ } train, { } valid, null, null) => (new JudgedPairs(Labelled(context, train), Labelled(context, valid)), true),
            (null, null, { } products, { } judgments) => (ReadJudged(context, RetrievalFiles.Read(products, judgments, context.Cancellation), progress), false),
            _ => throw new KindredDataException("What is to be learned? Give either --train and --valid (pairs of offers) or --products and --judgments (queries and products)."),
        };
    }

    private static JudgedPairs ReadJudged(RunContext context, RetrievalTask task, IProgress<StageProgress> progress)
    {
        using IProductSearch search = RetrievalMethods.Bm25(context.Threads).Build(task, progress, context.Cancellation);
        return JudgedPairs.Create(task, search, context.Arguments.GetValue(Negatives), NegativeDepth, context.Seed, progress, context.Cancellation);
    }

    private static IReadOnlyList<LabelledPair> Labelled(RunContext context, string path) => CrossEncoderMatcher.Labelled(MatchingTask.ReadPairs(path, context.Cancellation));

    private static void Write(RunContext context, CrossEncoderTrainingResult result, string folder)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Folder = folder, BestEpoch = result.BestEpoch + 1, Validation = result.BestValidation, result.Validations, Steps = result.Curve.Count, LastLoss = result.Curve[^1] });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{folder}: epoch {result.BestEpoch + 1} of {result.Validations.Count}, validation {result.BestValidation}, last loss {result.Curve[^1]:0.000}"));
    }
}
