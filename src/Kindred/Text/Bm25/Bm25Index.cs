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
    private readonly TermTable _terms;
    private readonly PostingLists _postings;
    private readonly float[] _norms;
    private readonly float _k1Plus1;

    private Bm25Index(TextAnalyzer analyzer, TermTable terms, PostingLists postings, float[] norms, float k1Plus1) =>
        (Analyzer, _terms, _postings, _norms, _k1Plus1) = (analyzer, terms, postings, norms, k1Plus1);

    /// <summary>Number of documents.</summary>
    public int DocumentCount => _norms.Length;

    /// <summary>Number of distinct terms.</summary>
    public int TermCount => _terms.Count;

    /// <summary>Bytes in memory, without the terms' strings.</summary>
    public long SizeBytes => _postings.SizeBytes + (4L * _norms.Length);

    internal TextAnalyzer Analyzer { get; }

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
    public ScoredList Search(string query, int k) => Search(Read(query), k);

    /// <summary>Scores every document, the plain way; documents that share no token with the query get 0.</summary>
    /// <param name="query">Any text.</param>
    /// <param name="scores">One score a document.</param>
    public void ScoreAll(string query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, DocumentCount);
        var sums = new double[scores.Length];
        foreach ((int term, float weight) in Read(query).Terms)
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
    public float[] Score(string query, ReadOnlySpan<int> documents) => Score(Read(query), documents);

    /// <summary>What no document's score reaches: as if each of the query's tokens stood in one without end. Tokens that no document has count too.</summary>
    /// <param name="query">Any text.</param>
    public double HighestScore(string query) => Read(query).Highest;

    internal ScoredList Search(Bm25Query query, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        PostingCursor[] cursors = [.. query.Terms.Select(t => new PostingCursor(_postings, t.Term, t.Weight))];
        return new MaxScoreSearch(cursors, _norms, _k1Plus1).Run(k);
    }

    internal float[] Score(Bm25Query query, ReadOnlySpan<int> documents)
    {
        int[] ascending = documents.ToArray();
        int[] places = [.. Enumerable.Range(0, ascending.Length)];
        Array.Sort(ascending, places);
        var sums = new double[ascending.Length];
        foreach ((int term, float weight) in query.Terms)
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

    /// <summary>Reads a query as it stands.</summary>
    internal Bm25Query Read(string query)
    {
        var tokens = new TokenBuffer();
        Analyzer.Analyze(query, tokens);
        var read = new Bm25QueryBuilder(this);
        for (int i = 0; i < tokens.Count; i++)
        {
            read.Add(tokens[i]);
        }

        return read.Build();
    }

    internal bool TryGetTerm(ReadOnlySpan<char> token, out int term) => _terms.TryGet(token, out term);

    internal int DocumentCountOf(int term) => _postings.DocumentCount(term);

    /// <summary>In how many documents a token stands.</summary>
    internal int DocumentsWith(ReadOnlySpan<char> token) => _terms.TryGet(token, out int term) ? _postings.DocumentCount(term) : 0;

    internal double InverseFrequency(int term) => InverseFrequency((double)_postings.DocumentCount(term));

    /// <summary>What no document gets from a token of a query.</summary>
    internal double Greatest(ReadOnlySpan<char> token) => InverseFrequency((double)DocumentsWith(token)) * _k1Plus1;

    /// <summary>True where a document has a token.</summary>
    internal bool Has(int document, ReadOnlySpan<char> token)
    {
        if (!_terms.TryGet(token, out int term))
        {
            return false;
        }

        var cursor = new PostingCursor(_postings, term, 1);
        cursor.MoveTo(document);
        return cursor.Document == document;
    }

    /// <summary>In how many documents two tokens stand together.</summary>
    internal int DocumentsWithBoth(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (!_terms.TryGet(one, out int first) || !_terms.TryGet(other, out int second))
        {
            return 0;
        }

        var (rare, common) = _postings.DocumentCount(first) < _postings.DocumentCount(second) ? (first, second) : (second, first);
        var cursor = new PostingCursor(_postings, common, 1);
        int both = 0;
        for (var each = new PostingCursor(_postings, rare, 1); each.Document != int.MaxValue; each.MoveTo(each.Document + 1))
        {
            cursor.MoveTo(each.Document);
            both += cursor.Document == each.Document ? 1 : 0;
        }

        return both;
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

    private double InverseFrequency(double documents) => Math.Log(1 + ((DocumentCount - documents + 0.5) / (documents + 0.5)));
}
