using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Cli.Search;

/// <summary>The methods of <c>evaluate retrieval</c> and <c>search</c>, by name. To add one: a line here.</summary>
internal static class MethodList
{
    private const string Rerank = "rerank";

    // Those that need an encoder are made once for each that --encoder names.
    private static readonly (string Name, bool Encodes, Func<RunContext, SharedWords, SharedVectors, string, string, RetrievalMethod> Create)[] All =
    [
        ("bm25", false, (_, words, _, name, _) => new RetrievalMethod(name, words.Plain)),
        ("words", false, (_, words, _, name, _) => new RetrievalMethod(name, words.Tolerant)),
        ("static", false, (_, _, vectors, name, _) => new RetrievalMethod(name, vectors.Of(EncoderOption.Static))),
        ("dense", true, (_, _, vectors, name, encoder) => new RetrievalMethod(name, vectors.Of(encoder))),
        ("hybrid", true, Hybrid),
        ("rrf", true, (_, words, vectors, name, encoder) =>
            RetrievalMethods.RankFusion(name, [(new RetrievalMethod(name, words.Plain), 1), (new RetrievalMethod(name, vectors.Of(encoder)), 1)])),
        (Rerank, true, (context, words, vectors, name, encoder) =>
        {
            CrossEncoderOption.Scorer(context).Dispose();
            return RetrievalMethods.Rerank(name, Hybrid(context, words, vectors, name, encoder), () => CrossEncoderOption.Scorer(context));
        }),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(m => m.Name));

    /// <summary>Makes methods from their names, separated by commas.</summary>
    /// <param name="context">The run.</param>
    /// <param name="words">What the methods search in by words.</param>
    /// <param name="vectors">What the methods search in by vectors; to be let go after them.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="KindredDataException">A name is unknown, or a method is not available in this program.</exception>
    public static IReadOnlyList<RetrievalMethod> Parse(RunContext context, SharedWords words, SharedVectors vectors, string names)
    {
        string[] asked = names.Split(',', StringSplitOptions.TrimEntries);
        if (asked.FirstOrDefault(a => Array.TrueForAll(All, m => m.Name != a)) is { } unknown)
        {
            throw new KindredDataException($"There is no method '{unknown}'; the methods are {Names}.");
        }

        var chosen = asked.Select(a => Array.Find(All, m => m.Name == a)).ToArray();
        Require(context.Arguments.GetValue(EncoderOption.Encoder) is null || chosen.Any(m => m.Encodes), "--encoder", [.. All.Where(m => m.Encodes).Select(m => m.Name)]);
        Require(context.Arguments.GetValue(CrossEncoderOption.Folder) is null || asked.Contains(Rerank), "--cross-encoder", [Rerank]);
        string[] encoders = chosen.Any(m => m.Encodes) ? EncoderOption.Resolve(context) : [string.Empty];
        return [.. chosen.SelectMany(m => (m.Encodes ? encoders : [string.Empty]).Select(e =>
            m.Create(context, words, vectors, m.Encodes && encoders.Length > 1 ? $"{m.Name} {EncoderOption.Label(e)}" : m.Name, e)))];
    }

    private static void Require(bool isUsed, string option, string[] methods)
    {
        if (!isUsed)
        {
            throw new KindredDataException($"{option} would change nothing: it is read by {string.Join(", ", methods)} alone. Leave it out, or choose {(methods.Length > 1 ? "one of these methods" : "this method")}.");
        }
    }

    private static RetrievalMethod Hybrid(RunContext context, SharedWords words, SharedVectors vectors, string name, string encoder) =>
        RetrievalMethods.Hybrid(name, words.Tolerant, vectors.Of(encoder), null, context.Threads);
}
