using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Mining.Input;
using Kindred.Store.Export;
using Kindred.Store.Workspaces;
using Microsoft.Extensions.AI;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred encode</c>: texts to vectors.</summary>
internal static class EncodeVerb
{
    private const int TextsACall = 4096;

    private static readonly Argument<string?> Input = new("FILE") { Description = "Texts, one a line.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> Products = new("--products") { Description = "Encode the titles of the workspace's products." };

    private static readonly Option<string> Output = new("--output") { Description = "Where the vectors go: FILE.parquet, FILE.csv or FILE.jsonl.", HelpName = "FILE", Required = true };

    private static readonly Option<string> SaveEncoder = new("--save-encoder") { Description = "Keep the encoder too, where it was learned here or read from word vectors: FILE.safetensors.", HelpName = "FILE" };

    public static Command Create() => Verb.Create(
        "encode",
        "Turn texts, or the workspace's products, into vectors.",
        ["kindred encode --products --output vectors.parquet", "kindred encode titles.txt --output vectors.csv --encoder static --save-encoder titles.safetensors"],
        context => Task.FromResult(Run(context)),
        Input, Products, Output, EncoderOption.Encoder, EncoderList.Runtime, SaveEncoder);

    private static int Run(RunContext context)
    {
        string? file = context.Arguments.GetValue(Input);
        if (file is null == !context.Arguments.GetValue(Products))
        {
            throw new KindredDataException("Give either a FILE of texts or --products.");
        }

        string output = Path.GetFullPath(context.Arguments.GetValue(Output)!);
        string name = EncoderOption.ResolveOne(context);
        (int count, int dimensions, double seconds) = Progress.Show(context, progress =>
        {
            (Vocabulary ids, IReadOnlyList<string> texts) = file is null ? ReadProducts(context) : ReadLines(file, context.Cancellation);
            using IEmbeddingGenerator<string, Embedding<float>> encoder = EncoderOption.Create(context, name, texts, progress);
            Save(context, encoder);
            long start = context.Clock.GetTimestamp();
            float[] vectors = Encode(encoder, texts, progress, context.Cancellation);
            double elapsed = context.Clock.GetElapsedTime(start).TotalSeconds;
            VectorExport.WriteTable(output, ids, vectors, texts, context.Cancellation);
            return (texts.Count, vectors.Length / texts.Count, elapsed);
        });
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { File = output, Texts = count, Dimensions = dimensions, Encoder = name, Seconds = Math.Round(seconds, 4), TextsPerSecond = Math.Round(count / seconds) });
        }
        else
        {
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {count:N0} vectors of {dimensions} components, encoded at {count / seconds:N0} texts/s"));
        }

        return ExitCode.Done;
    }

    private static (Vocabulary Ids, IReadOnlyList<string> Texts) ReadProducts(RunContext context)
    {
        CatalogueTexts catalogue = CatalogueTexts.Load(context, "encode");
        return (catalogue.Products, catalogue.Titles);
    }

    // Lines are numbered from 1: their numbers stand where products have their ids.
    private static (Vocabulary Ids, IReadOnlyList<string> Texts) ReadLines(string path, CancellationToken cancellation)
    {
        IReadOnlyList<string> lines = TextFile.ReadLines(path, cancellation);
        return lines.Count > 0 ? (new Vocabulary(Enumerable.Range(1, lines.Count).Select(n => n.ToString(CultureInfo.InvariantCulture))), lines)
            : throw new KindredDataException($"'{path}' is empty; give one text a line.");
    }

    private static void Save(RunContext context, IEmbeddingGenerator<string, Embedding<float>> encoder)
    {
        if (context.Arguments.GetValue(SaveEncoder) is not { } path)
        {
            return;
        }

        StaticEncoder learned = encoder.GetService<StaticEncoder>()
            ?? throw new KindredDataException("--save-encoder keeps static encoders only; this one has its own files already.");
        AtomicFile.Replace(path, temporary =>
        {
            using FileStream stream = File.Create(temporary);
            learned.Save(stream);
        });
    }

    private static float[] Encode(IEmbeddingGenerator<string, Embedding<float>> encoder, IReadOnlyList<string> texts, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        float[] vectors = [];
        for (int start = 0; start < texts.Count; start += TextsACall)
        {
            progress.Report(new StageProgress("encoding texts", (double)start / texts.Count, string.Create(CultureInfo.InvariantCulture, $"{start:N0} texts")));
            string[] part = [.. texts.Skip(start).Take(TextsACall)];
            GeneratedEmbeddings<Embedding<float>> made = encoder.GenerateAsync(part, null, cancellation).GetAwaiter().GetResult();
            int dimensions = made[0].Vector.Length;
            vectors = start == 0 ? new float[(long)texts.Count * dimensions] : vectors;
            for (int i = 0; i < part.Length; i++)
            {
                made[i].Vector.CopyTo(vectors.AsMemory((start + i) * dimensions));
            }
        }

        return vectors;
    }
}
