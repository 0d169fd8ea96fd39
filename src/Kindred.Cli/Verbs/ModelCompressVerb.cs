using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Evaluation;
using Kindred.Mining.Input;
using Kindred.Neural.Compression;
using Kindred.Neural.Encoders;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred model compress</c>: makes a text encoder smaller.</summary>
internal static class ModelCompressVerb
{
    private static readonly CompressionOptions Defaults = new();

    private static readonly Argument<string> Folder = new("FOLDER") { Description = "The encoder: a model's folder, or 'shipped'." };

    private static readonly Option<string> Texts = new("--texts") { Description = "Texts of the kind that will be encoded, one a line; no labels are needed.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Output = new("--output") { Description = "Folder of the smaller encoder.", HelpName = "DIR", Required = true };

    private static readonly Option<int?> Layers = NumberOption.CreateOptional("--layers", "Layers that are left, spread evenly over those that were. Default: all.", "N", 1, 1000);

    private static readonly Option<int> Heads = NumberOption.Create("--prune-heads", "Attention heads that go, the least important of all layers first.", "K", 0, 100_000, Defaults.PrunedHeads);

    private static readonly Option<int> Epochs = NumberOption.Create("--epochs", "Passes over the texts in the distillation.", "N", 1, 1000, Defaults.Training.Epochs);

    private static readonly Option<int> MaxTokens = NumberOption.Create("--max-tokens", "Most tokens of a text.", "N", 4, 4096, Defaults.Training.MaxTokens);

    private static readonly Option<double> Rate = NumberOption.Create("--learning-rate", "Size of the steps at its height.", "F", 1e-7, 1, Defaults.Training.LearningRate);

    public static Command Create() => Verb.Create(
        "compress",
        "Make an encoder smaller: take out attention heads and layers, then let what is left learn the vectors of the whole.",
        ["kindred model compress shipped --layers 2 --texts titles.txt --output small", "kindred model compress FOLDER --prune-heads 4 --texts titles.txt --output small"],
        context => Task.FromResult(Run(context)),
        Folder, Texts, Output, Layers, Heads, Epochs, MaxTokens, Rate);

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
            new EncoderCompression(folder, options).Run(ReadLines(arguments.GetValue(Texts)!), output, progress, context.Cancellation));
        Write(context, result, output);
        return ExitCode.Done;
    }

    private static List<string> ReadLines(string path)
    {
        var lines = new List<string>();
        using var reader = new StreamReader(Decompression.Open(File.OpenRead(path)));
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

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
                result.CosineBefore,
                result.Cosine,
            });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: {result.Config.Layers} layers, {result.Parameters:N0} parameters of {result.ParametersBefore:N0}; cosine to the whole encoder's vectors {result.CosineBefore:0.000} before the distillation, {result.Cosine:0.000} after it"));
    }
}
