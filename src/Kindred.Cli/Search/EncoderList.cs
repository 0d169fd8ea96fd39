using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Microsoft.Extensions.AI;

namespace Kindred.Cli.Search;

/// <summary>The encoders this program comes with, by name. To add one: a line in <see cref="All"/>.</summary>
internal static class EncoderList
{
    /// <summary>Encoders that are ready to use, the shipped one first.</summary>
    public static readonly IReadOnlyList<(string Name, Func<RunContext, IEmbeddingGenerator<string, Embedding<float>>> Create)> All =
    [
        (EncoderOption.Shipped, context => Open(context, TextEncoder.ShippedFolder)),
    ];

    /// <summary>Opens a model folder as Hugging Face has them, or one with an ONNX file.</summary>
    /// <exception cref="KindredDataException">The folder holds no sound model.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Open(RunContext context, string folder) =>
        TextEncoder.Open(folder, new TextEncoderOptions { Threads = context.Threads });
}
