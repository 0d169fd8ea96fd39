using Kindred.Domain;

namespace Kindred.Text;

/// <summary>Ranks texts by BM25.</summary>
/// <remarks>
/// Robertson &amp; Zaragoza, "The Probabilistic Relevance Framework" (2009), with the inverse document frequency of Lucene, which is never negative:
/// score(d) = Σ over the query's tokens of ln(1 + (N − n + ½) / (n + ½)) × tf (k1 + 1) / (tf + k1 (1 − b + b |d| / mean |d|)), where |d| counts
/// tokens after analysis. A token that stands twice in the query counts twice. Immutable and thread-safe.
/// </remarks>
public sealed class Bm25Index
{
    private readonly TextAnalyzer _analyzer;
    private readonly TermTable _terms;
    private readonly PostingLists _postings;
    private readonly float[] _norms;
    private readonly float _k1Plus1;

    private Bm25Index(TextAnalyzer analyzer, TermTable terms, PostingLists postings, float[] norms, float k1Plus1) =>
        (_analyzer, _terms, _postings, _norms, _k1Plus1) = (analyzer, terms, postings, norms, k1Plus1);

    /// <summary>Number of documents.</summary>
    public int DocumentCount => _norms.Length;

    /// <summary>Number of distinct terms.</summary>
    public int TermCount => _terms.Count;

    /// <summary>Bytes in memory, without the terms' strings.</summary>
    public long SizeBytes => _postings.SizeBytes + (4L * _norms.Length);

    /// <summary>Indexes documents; row d is the d-th of them.</summary>
    /// <param name="documents">Titles or longer texts; an empty one is never found.</param>
    /// <param name="analyzer">Cuts documents and queries alike; null for the default one.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told how many texts have been analysed.</param>
    /// <param name="cancellation">Stops the building.</param>
    public static Bm25Index Build(
        IReadOnlyCollection<string> documents, TextAnalyzer? analyzer = null, Bm25Options? options = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new Bm25Options();
        options.Validate();
        analyzer ??= new TextAnalyzer();
        DocumentTerms terms = DocumentTerms.Read(documents, analyzer, progress, cancellation);
        float[] norms = Norms(terms, options);
        float k1Plus1 = (float)(options.K1 + 1);
        PostingLists postings = PostingLists.Build(terms, (document, count) => Impact(k1Plus1, norms[document], count));
        return new Bm25Index(analyzer, terms.Table, postings, norms, k1Plus1);
    }

    /// <summary>The best documents for a query, by falling score, equal ones by row; documents that share no token with it are not among them.</summary>
    /// <param name="query">Any text; unknown words are passed over.</param>
    /// <param name="k">Most documents returned, at least 0.</param>
    public ScoredList Search(string query, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        PostingCursor[] cursors = [.. Weights(query).Select(t => new PostingCursor(_postings, t.Term, t.Weight))];
        return new MaxScoreSearch(cursors, _norms, _k1Plus1).Run(k);
    }

    /// <summary>Scores every document, the plain way; documents that share no token with the query get 0.</summary>
    /// <param name="query">Any text.</param>
    /// <param name="scores">One score a document.</param>
    public void ScoreAll(string query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, DocumentCount);
        var sums = new double[scores.Length];
        foreach ((int term, float weight) in Weights(query))
        {
            for (var cursor = new PostingCursor(_postings, term, weight); cursor.Document != int.MaxValue; cursor.MoveTo(cursor.Document + 1))
            {
                sums[cursor.Document] += weight * Impact(_k1Plus1, _norms[cursor.Document], cursor.Count);
            }
        }

        for (int d = 0; d < sums.Length; d++)
        {
            scores[d] = (float)sums[d];
        }
    }

    /// <summary>Scores some documents; the same scores as <see cref="ScoreAll"/> gives.</summary>
    /// <param name="query">Any text.</param>
    /// <param name="documents">Rows, in any order.</param>
    public float[] Score(string query, ReadOnlySpan<int> documents)
    {
        int[] ascending = documents.ToArray();
        int[] places = [.. Enumerable.Range(0, ascending.Length)];
        Array.Sort(ascending, places);
        var sums = new double[ascending.Length];
        foreach ((int term, float weight) in Weights(query))
        {
            var cursor = new PostingCursor(_postings, term, weight);
            for (int i = 0; i < ascending.Length; i++)
            {
                cursor.MoveTo(ascending[i]);
                if (cursor.Document == ascending[i])
                {
                    sums[places[i]] += weight * Impact(_k1Plus1, _norms[ascending[i]], cursor.Count);
                }
            }
        }

        return [.. sums.Select(s => (float)s)];
    }

    /// <summary>What no document's score reaches: as if each of the query's tokens stood in one without end. Tokens that no document has count too.</summary>
    /// <param name="query">Any text.</param>
    public double HighestScore(string query)
    {
        var tokens = new TokenBuffer();
        _analyzer.Analyze(query, tokens);
        double sum = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            sum += InverseFrequency(_terms.TryGet(tokens[i], out int term) ? _postings.DocumentCount(term) : 0);
        }

        return sum * _k1Plus1;
    }

    /// <summary>The part of the score that the query does not change. Float is enough: it orders documents, and sums are kept in double.</summary>
    internal static float Impact(float k1Plus1, float norm, int count) => count * k1Plus1 / (count + norm);

    // K of each document: k1 (1 − b + b |d| / mean |d|).
    private static float[] Norms(DocumentTerms terms, Bm25Options options)
    {
        var lengths = new int[terms.Count];
        for (int d = 0; d < lengths.Length; d++)
        {
            foreach (int count in terms.Times(d))
            {
                lengths[d] += count;
            }
        }

        double mean = lengths.Length == 0 ? 1 : Math.Max(1, lengths.Average());
        return [.. lengths.Select(length => (float)(options.K1 * (1 - options.B + (options.B * length / mean))))];
    }

    private IEnumerable<(int Term, float Weight)> Weights(string query)
    {
        var times = new SortedDictionary<int, int>();
        var tokens = new TokenBuffer();
        _analyzer.Analyze(query, tokens);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (_terms.TryGet(tokens[i], out int term))
            {
                times[term] = times.GetValueOrDefault(term) + 1;
            }
        }

        return times.Select(t => (t.Key, (float)(t.Value * InverseFrequency(_postings.DocumentCount(t.Key)))));
    }

    private double InverseFrequency(double documents) => Math.Log(1 + ((DocumentCount - documents + 0.5) / (documents + 0.5)));
}
