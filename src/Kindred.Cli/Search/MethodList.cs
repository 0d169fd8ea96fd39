using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Cli.Search;

/// <summary>The methods of <c>evaluate retrieval</c> and <c>search</c>, by name. To add one: a line here.</summary>
internal static class MethodList
{
    // Those that need an encoder are made once for each that --encoder names.
    private static readonly (string Name, bool Encodes, Func<RunContext, SharedVectors, string, string, RetrievalMethod> Create)[] All =
    [
        ("bm25", false, (context, _, name, _) => RetrievalMethods.Bm25(context.Threads)),
        ("static", false, (_, vectors, name, _) => new RetrievalMethod(name, vectors.Of(EncoderOption.Static))),
        ("dense", true, (_, vectors, name, encoder) => new RetrievalMethod(name, vectors.Of(encoder))),
        ("hybrid", true, (context, vectors, name, encoder) => RetrievalMethods.Hybrid(name, vectors.Of(encoder), null, context.Threads)),
        ("rrf", true, (context, vectors, name, encoder) =>
            RetrievalMethods.RankFusion(name, [(RetrievalMethods.Bm25(context.Threads), 1), (new RetrievalMethod(name, vectors.Of(encoder)), 1)])),
        ("rerank", true, (context, vectors, name, encoder) =>
        {
            CrossEncoderOption.Scorer(context).Dispose();
            return RetrievalMethods.Rerank(name, RetrievalMethods.Hybrid(name, vectors.Of(encoder), null, context.Threads), () => CrossEncoderOption.Scorer(context));
        }),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(m => m.Name));

    /// <summary>Makes methods from their names, separated by commas.</summary>
    /// <param name="context">The run.</param>
    /// <param name="vectors">What the methods search in by vectors; to be let go after them.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="KindredDataException">A name is unknown, or a method is not available in this program.</exception>
    public static IReadOnlyList<RetrievalMethod> Parse(RunContext context, SharedVectors vectors, string names)
    {
        string[] asked = names.Split(',', StringSplitOptions.TrimEntries);
        if (asked.FirstOrDefault(a => Array.TrueForAll(All, m => m.Name != a)) is { } unknown)
        {
            throw new KindredDataException($"There is no method '{unknown}'; the methods are {Names}.");
        }

        var chosen = asked.Select(a => Array.Find(All, m => m.Name == a)).ToArray();
        string[] encoders = chosen.Any(m => m.Encodes) ? EncoderOption.Resolve(context) : [string.Empty];
        return [.. chosen.SelectMany(m => (m.Encodes ? encoders : [string.Empty]).Select(e =>
            m.Create(context, vectors, m.Encodes && encoders.Length > 1 ? $"{m.Name} {EncoderOption.Label(e)}" : m.Name, e)))];
    }
}
