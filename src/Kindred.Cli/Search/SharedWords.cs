using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Recommend;
using Kindred.Text;

namespace Kindred.Cli.Search;

/// <summary>Search by words over a run's products: indexed once, however many methods use it.</summary>
internal sealed class SharedWords(RunContext context) : IDisposable
{
    public static readonly Option<string> Spelling = CreateSpelling();

    private Bm25Index? _index;
    private WordSearch? _words;

    /// <summary>BM25 of the words as they stand.</summary>
    public IScaledSearch Plain(RetrievalTask task, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        new KeywordSearch(Index(task, progress, cancellation), context.Threads);

    /// <summary>The search that reads misspelt words too, unless --spelling is off.</summary>
    public IScaledSearch Tolerant(RetrievalTask task, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        if (_words is null)
        {
            Bm25Index index = Index(task, progress, cancellation);
            SpellingCorrector? spelling = context.Arguments.GetValue(Spelling) == "on" ? SpellingCorrector.Build(index, [.. task.Texts], null, progress, cancellation) : null;
            _words = new WordSearch(index, task.Titles, spelling, null, context.Threads);
        }

        return _words;
    }

    /// <summary>How the search that was made reads a query; null where it does not go by words.</summary>
    public SpelledQuery? Read(string query) => _words?.Read(query) ?? (_index is null ? null : SpellingCorrector.AsWritten(_index, query));

    public void Dispose() => _words?.Dispose();

    private Bm25Index Index(RetrievalTask task, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        _index ??= Bm25Index.Build([.. task.Texts], progress: progress, cancellation: cancellation);

    private static Option<string> CreateSpelling()
    {
        var option = new Option<string>("--spelling")
        {
            Description = "Whether words, hybrid and rerank read misspelt, joined and split words as those the products have: on or off.",
            HelpName = "on|off",
            DefaultValueFactory = _ => "on",
        };
        option.AcceptOnlyFromAmong("on", "off");
        return option;
    }
}
