using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Recommend;

namespace Kindred.Cli.Search;

/// <summary>Searches by vectors over a run's products, one an encoder: learned and encoded once, however many methods use it.</summary>
internal sealed class SharedVectors(RunContext context) : IDisposable
{
    private readonly Dictionary<string, VectorSearch> _searches = new(StringComparer.Ordinal);

    /// <summary>What makes, or finds, the search by an encoder's vectors; letting the result go leaves the search to others.</summary>
    public Func<RetrievalTask, IProgress<StageProgress>?, CancellationToken, IScaledSearch> Of(string encoder) => (task, progress, cancellation) =>
    {
        if (!_searches.TryGetValue(encoder, out VectorSearch? search))
        {
            search = VectorSearch.Build(EncoderOption.Create(context, encoder, [.. task.Texts], progress), task.Texts, context.Threads, progress, cancellation);
            _searches.Add(encoder, search);
        }

        return new Borrowed(search);
    };

    public void Dispose()
    {
        foreach (VectorSearch search in _searches.Values)
        {
            search.Dispose();
        }
    }

    private sealed class Borrowed(VectorSearch search) : IScaledSearch
    {
        public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default) => search.Search(queries, k, cancellation);

        public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default) =>
            search.Score(queries, candidates, cancellation);

        public IReadOnlyList<IScaledScores> Ask(IReadOnlyList<string> queries, CancellationToken cancellation = default) => search.Ask(queries, cancellation);

        public void Dispose()
        {
        }
    }
}
