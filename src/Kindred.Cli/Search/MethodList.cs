using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Cli.Search;

/// <summary>The methods of <c>evaluate retrieval</c> and <c>search</c>, by name. To add one: a line here.</summary>
internal static class MethodList
{
    private static readonly (string Name, Func<RunContext, RetrievalMethod> Create)[] All =
    [
        ("bm25", context => RetrievalMethods.Bm25(context.Threads)),
        ("static", context => RetrievalMethods.Static(null, context.Seed, context.Threads)),
        ("dense", context => Dense(context, EncoderOption.Resolve(context))),
        ("hybrid", Hybrid),
        ("rerank", context =>
        {
            CrossEncoderOption.Scorer(context).Dispose();
            return RetrievalMethods.Rerank("rerank", Hybrid(context), () => CrossEncoderOption.Scorer(context));
        }),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(m => m.Name));

    /// <summary>Makes methods from their names, separated by commas.</summary>
    /// <exception cref="KindredDataException">A name is unknown, or a method is not available in this program.</exception>
    public static IReadOnlyList<RetrievalMethod> Parse(RunContext context, string names) => [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name => Create(context, name))];

    private static RetrievalMethod Create(RunContext context, string name)
    {
        int at = Array.FindIndex(All, m => m.Name == name);
        return at >= 0 ? All[at].Create(context) : throw new KindredDataException($"There is no method '{name}'; the methods are {Names}.");
    }

    private static RetrievalMethod Dense(RunContext context, string encoder) => RetrievalMethods.Dense(
        "dense", (task, progress, _) => EncoderOption.Create(context, encoder, [.. task.Texts], progress), context.Threads);

    private static RetrievalMethod Hybrid(RunContext context) =>
        RetrievalMethods.Hybrid("hybrid", [(RetrievalMethods.Bm25(context.Threads), 1), (Dense(context, EncoderOption.Resolve(context)), 1)]);
}
