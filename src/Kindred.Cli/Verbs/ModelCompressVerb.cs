using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining.Input;
using Kindred.Neural.Compression;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Encoders;
using Kindred.Recommend;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred model compress</c>: makes a text encoder smaller.</summary>
internal static class ModelCompressVerb
{
    private const int NegativesAQuery = 8;
    private const int NegativeDepth = 50;
    private const int TriplesAProduct = 4;

    private static readonly CompressionOptions Defaults = new();

    private static readonly Argument<string> Folder = new("FOLDER") { Description = "The encoder: a model's folder, or 'shipped'." };

    private static readonly Option<string?> Texts = new("--texts") { Description = "Texts of the kind that will be encoded, one a line; no labels are needed. Default: the titles of --products.", HelpName = "FILE" };

    private static readonly Option<string?> Products = new("--products") { Description = "Products: CSV with product_id, title and, if there is one, description.", HelpName = "FILE" };

    private static readonly Option<string?> Judgments = new("--judgments") { Description = "With --cross-encoder: queries that it teaches on, CSV with query, product_id, relevance.", HelpName = "FILE" };

    private static readonly Option<string> Output = new("--output") { Description = "Folder of the smaller encoder.", HelpName = "DIR", Required = true };

    private static readonly Option<int?> Layers = NumberOption.CreateOptional("--layers", "Layers that are left, spread evenly over those that were. Default: all.", "N", 1, 1000);

    private static readonly Option<int> Heads = NumberOption.Create("--prune-heads", "Attention heads that go, the least important of all layers first.", "K", 0, 100_000, Defaults.PrunedHeads);

    private static readonly Option<int> Epochs = NumberOption.Create("--epochs", "Passes over the texts in the distillation.", "N", 1, 1000, Defaults.Training.Epochs);

    private static readonly Option<int> MaxTokens = NumberOption.Create("--max-tokens", "Most tokens of a text.", "N", 4, 4096, Defaults.Training.MaxTokens);

    private static readonly Option<double> Rate = NumberOption.Create("--learning-rate", "Size of the steps at its height.", "F", 1e-7, 1, Defaults.Training.LearningRate);

    public static Command Create() => Verb.Create(
        "compress",
        "Make an encoder smaller: take out attention heads and layers, then let what is left learn the vectors of the whole, and from a cross-encoder if there is one.",
        [
            "kindred model compress shipped --layers 1 --texts titles.txt --output small",
            "kindred model compress FOLDER --prune-heads 4 --texts titles.txt --output small",
            "kindred model compress shipped --cross-encoder reranker --products products.csv --judgments judgments.csv --output taught",
        ],
        context => Task.FromResult(Run(context)),
        Folder, Texts, Products, Judgments, CrossEncoderOption.Folder, Output, Layers, Heads, Epochs, MaxTokens, Rate);

    private static int Run(RunContext context)
    {
        ParseResult arguments = context.Arguments;
        string folder = arguments.GetValue(Folder) is { } named && named != EncoderOption.Shipped ? named : TextEncoder.ShippedFolder;
        string output = Path.GetFullPath(arguments.GetValue(Output)!);
        var options = new CompressionOptions
        {
            Layers = arguments.GetValue(Layers),
            PrunedHeads = arguments.GetValue(Heads),
            Threads = context.Threads,
            Training = Defaults.Training with { Epochs = arguments.GetValue(Epochs), MaxTokens = arguments.GetValue(MaxTokens), LearningRate = arguments.GetValue(Rate), Seed = context.Seed },
        };
        CompressionResult result = Progress.Show(context, progress =>
        {
            (IReadOnlyList<string> texts, RetrievalTask? task) = ReadTexts(context);
            using IPairScorer? scorer = arguments.GetValue(CrossEncoderOption.Folder) is null ? null : CrossEncoderOption.Scorer(context);
            MarginTeacher? teacher = scorer is null ? null : new MarginTeacher(scorer, ReadTriples(context, task, progress));
            return new EncoderCompression(folder, options).Run(texts, output, teacher, progress, context.Cancellation);
        });
        Write(context, result, output);
        return ExitCode.Done;
    }

    private static (IReadOnlyList<string> Texts, RetrievalTask? Task) ReadTexts(RunContext context)
    {
        (string? texts, string? products, string? judgments) = (context.Arguments.GetValue(Texts), context.Arguments.GetValue(Products), context.Arguments.GetValue(Judgments));
        RetrievalTask? task = (products, judgments) switch
        {
            (null, null) => null,
            ({ } p, { } j) => RetrievalFiles.Read(p, j, context.Cancellation),
            _ => throw new KindredDataException("--products and --judgments go together."),
        };
        return (texts is not null ? TextFile.ReadLines(texts, context.Cancellation) : task?.Titles ?? throw new KindredDataException("Which texts is it to learn from? Give --texts, or --products and --judgments."), task);
    }

    private static IReadOnlyList<TextTriple> ReadTriples(RunContext context, RetrievalTask? task, IProgress<StageProgress> progress)
    {
        if (task is null)
        {
            throw new KindredDataException("A cross-encoder teaches on queries: give --products and --judgments too.");
        }

        using IProductSearch search = RetrievalMethods.Bm25(context.Threads).Build(task, progress, context.Cancellation);
        JudgedPairs pairs = JudgedPairs.Create(task, search, NegativesAQuery, NegativeDepth, context.Seed, progress, context.Cancellation);
        return TextTriple.From(pairs.Train, TriplesAProduct, context.Seed);
    }

    private static long SizeOf(string folder) => new FileInfo(Path.Combine(folder, "model.safetensors")).Length;

    private static void Write(RunContext context, CompressionResult result, string folder)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new
            {
                Folder = folder,
                result.Config.Layers,
                PrunedHeads = result.Config.PrunedHeads.Sum(p => p.Value.Length),
                result.ParametersBefore,
                result.Parameters,
                Bytes = SizeOf(folder),
                result.CosineBefore,
                result.Cosine,
            });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: {result.Config.Layers} layers, {result.Parameters:N0} parameters of {result.ParametersBefore:N0}, {SizeOf(folder) / 1e6:0.0} MB; cosine to the whole encoder's vectors {result.CosineBefore:0.000} before the distillation, {result.Cosine:0.000} after it"));
    }
}
