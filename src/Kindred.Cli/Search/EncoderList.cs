using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Microsoft.Extensions.AI;

namespace Kindred.Cli.Search;

/// <summary>The encoders this program comes with, by name. To add one: a line in <see cref="All"/>.</summary>
internal static class EncoderList
{
    /// <summary>What computes a network's vectors.</summary>
    public static readonly Option<EncoderRuntime?> Runtime = NameOption.CreateOptional<EncoderRuntime>(
        "--runtime",
        "What computes the vectors of a network: managed (int8, Kindred's own kernels, the fastest), onnx or torch (float32). Default: managed where the processor and the encoder allow it, else onnx.");

    /// <summary>Encoders that are ready to use, the shipped one first.</summary>
    public static readonly IReadOnlyList<(string Name, Func<RunContext, IEmbeddingGenerator<string, Embedding<float>>> Create)> All =
    [
        (EncoderOption.Shipped, context => Open(context, TextEncoder.ShippedFolder)),
    ];

    /// <summary>The folder of an encoder: the shipped one by its name, or the folder named.</summary>
    /// <exception cref="KindredDataException">There is no such folder.</exception>
    public static string FolderOf(string name) => name == EncoderOption.Shipped ? TextEncoder.ShippedFolder
        : Directory.Exists(name) ? name : throw new KindredDataException($"There is no model folder {name}.");

    /// <summary>Opens a model folder as Hugging Face has them, or one with an ONNX file, on the runtime that was asked for.</summary>
    /// <exception cref="KindredDataException">The folder holds no sound model, or the runtime does not take it.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Open(RunContext context, string folder)
    {
        EncoderRuntime runtime = context.Arguments.GetValue(Runtime) ?? TextEncoder.PreferredRuntime(folder);
        EncoderPrecision precision = runtime == EncoderRuntime.Managed ? EncoderPrecision.Int8 : EncoderPrecision.Float32;
        return TextEncoder.Open(folder, new TextEncoderOptions { Runtime = runtime, Precision = precision, Threads = context.Threads });
    }
}
