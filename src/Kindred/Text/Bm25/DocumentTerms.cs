using System.Runtime.InteropServices;
using Kindred.Domain;

namespace Kindred.Text;

/// <summary>The terms of every document: row d holds its distinct terms, ascending, with how often each stands in it.</summary>
internal sealed class DocumentTerms
{
    private readonly List<int> _terms = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _offsets = [0];
    private readonly List<int> _scratch = [];

    public TermTable Table { get; } = new();

    public int Count => _offsets.Count - 1;

    public int PairCount => _terms.Count;

    /// <summary>Analyses documents, in their order.</summary>
    public static DocumentTerms Read(IReadOnlyCollection<string> documents, TextAnalyzer analyzer, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var result = new DocumentTerms();
        var tokens = new TokenBuffer();
        foreach (string document in documents)
        {
            if (result.Count % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new StageProgress("analysing texts", (double)result.Count / documents.Count, $"{result.Count:N0} texts"));
            }

            analyzer.Analyze(document, tokens);
            result.Add(tokens);
        }

        return result;
    }

    /// <summary>The distinct terms of a document, ascending.</summary>
    public ReadOnlySpan<int> Terms(int document) => Row(_terms, document);

    /// <summary>How often each of them stands in it.</summary>
    public ReadOnlySpan<int> Times(int document) => Row(_counts, document);

    private ReadOnlySpan<int> Row(List<int> values, int document) =>
        CollectionsMarshal.AsSpan(values)[_offsets[document].._offsets[document + 1]];

    private void Add(TokenBuffer tokens)
    {
        _scratch.Clear();
        for (int i = 0; i < tokens.Count; i++)
        {
            _scratch.Add(Table.GetOrAdd(tokens[i]));
        }

        _scratch.Sort();
        for (int i = 0; i < _scratch.Count; i++)
        {
            if (i > 0 && _scratch[i] == _scratch[i - 1])
            {
                _counts[^1]++;
            }
            else
            {
                _terms.Add(_scratch[i]);
                _counts.Add(1);
            }
        }

        _offsets.Add(_terms.Count);
    }
}
