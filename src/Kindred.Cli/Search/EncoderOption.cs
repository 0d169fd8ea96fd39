using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Models;
using Kindred.Store.Workspaces;
using Microsoft.Extensions.AI;

namespace Kindred.Cli.Search;

/// <summary>Which encoder turns texts into vectors: the shipped one, one learned on the spot, or one from a file.</summary>
internal static class EncoderOption
{
    public const string Static = "static";
    public const string Shipped = "shipped";

    public static readonly Option<string> Encoder = new("--encoder")
    {
        Description = "Encoder of the dense part: shipped, static (learned from the products' own texts), a .safetensors file of kindred encode, "
            + "a model's folder, or word vectors in GloVe's text format (.txt, .vec, .gz); several with commas between. Default: static.",
        HelpName = "NAME|FILE|FOLDER,…",
    };

    /// <summary>The encoders that are used: those named, else the default; said aloud where none was named.</summary>
    public static string[] Resolve(RunContext context)
    {
        if (context.Arguments.GetValue(Encoder) is { } named)
        {
            return named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } encoders ? encoders
                : throw new KindredDataException("--encoder names no encoder.");
        }

        context.Notes.WriteLine($"encoder: {Static} (choose with --encoder)");
        return [Static];
    }

    /// <summary>The one encoder that a command uses.</summary>
    /// <exception cref="KindredDataException">Several were named.</exception>
    public static string ResolveOne(RunContext context) => Resolve(context) is [var one] ? one
        : throw new KindredDataException("This command works with one encoder; --encoder names several.");

    /// <summary>What an encoder is called in tables: its name, or that of its file or folder.</summary>
    public static string Label(string encoder) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(encoder));

    /// <summary>Makes an encoder.</summary>
    /// <param name="context">The run.</param>
    /// <param name="name">A name or a file.</param>
    /// <param name="texts">The products' texts, which a static encoder is learned from.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <exception cref="KindredDataException">There is no such encoder.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Create(RunContext context, string name, IReadOnlyCollection<string> texts, IProgress<StageProgress>? progress)
    {
        var training = new TrainingOptions { Seed = context.Seed, Threads = context.Threads, Progress = progress };
        if (name == Static)
        {
            return StaticEncoder.Train(texts, null, training, context.Cancellation);
        }

        if (EncoderList.All.FirstOrDefault(e => e.Name == name).Create is { } create)
        {
            return Cached(context, create(context));
        }

        if (Directory.Exists(name))
        {
            return Cached(context, EncoderList.Open(context, name));
        }

        return File.Exists(name) ? Open(context, name, texts, training)
            : throw new KindredDataException($"There is no encoder '{name}': it is neither {Shipped} nor {Static} nor a file or folder.");
    }

    private static StaticEncoder Open(RunContext context, string name, IReadOnlyCollection<string> texts, TrainingOptions training)
    {
        if (Path.GetExtension(name) == ".onnx" || (Path.GetFileName(name) == "model.safetensors" && File.Exists(Path.Combine(Path.GetDirectoryName(name)!, "config.json"))))
        {
            throw new KindredDataException($"'{name}' is a part of a model, which needs its tokeniser too: name the folder of the model.");
        }

        if (Path.GetExtension(name) == ".safetensors")
        {
            using FileStream stream = File.OpenRead(name);
            return StaticEncoder.Load(stream);
        }

        return GloveFile.Import(name, texts, null, training, context.Cancellation);
    }

    // Networks take milliseconds a text: where there is a workspace, it keeps what they have encoded.
    private static IEmbeddingGenerator<string, Embedding<float>> Cached(RunContext context, IEmbeddingGenerator<string, Embedding<float>> encoder) =>
        Workspace.Exists(context.WorkspacePath) ? CachedEncoder.InFolder(encoder, Path.Combine(context.WorkspacePath, "cache")) : encoder;
}
