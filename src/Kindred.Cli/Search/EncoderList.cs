using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Recommend;
using Microsoft.Extensions.AI;

namespace Kindred.Cli.Search;

/// <summary>The encoders this program comes with, by name. To add one: a line in <see cref="All"/>; to add a pair scorer: <see cref="PairScorers"/>.</summary>
internal static class EncoderList
{
    /// <summary>Encoders that are ready to use, the shipped one first.</summary>
    public static readonly IReadOnlyList<(string Name, Func<RunContext, IEmbeddingGenerator<string, Embedding<float>>> Create)> All = [];

    /// <summary>Cross-encoders that are ready to use, the shipped one first.</summary>
    public static readonly IReadOnlyList<(string Name, Func<RunContext, IPairScorer> Create)> PairScorers = [];

    /// <summary>Makes the shipped encoder.</summary>
    /// <exception cref="KindredDataException">This program has none.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Shipped(RunContext context) => All.Count > 0 ? All[0].Create(context)
        : throw new KindredDataException("This program comes without a pretrained encoder. Use --encoder static, which learns from the products' own texts, or --encoder FILE.");

    /// <summary>Makes the shipped pair scorer.</summary>
    /// <exception cref="KindredDataException">This program has none.</exception>
    public static IPairScorer Scorer(RunContext context) => PairScorers.Count > 0 ? PairScorers[0].Create(context)
        : throw new KindredDataException("This program comes without a cross-encoder, which the method 'rerank' needs. Leave 'rerank' out of --methods.");
}
