using Kindred.Numerics;

namespace Kindred.Text;

/// <summary>Turns texts into rows of tf-idf weights of length 1: the classical vector of a text.</summary>
/// <remarks>
/// weight = (1 + ln tf) × (1 + ln((1 + N) / (1 + n))) (Salton &amp; Buckley, 1988, with both frequencies counted one higher, so that a term of every
/// document keeps a weight); rows are then divided by their Euclidean length. A text without known terms is an empty row. Immutable and thread-safe.
/// </remarks>
public sealed class TfIdfVectorizer
{
    private readonly TextAnalyzer _analyzer;
    private readonly TermTable _terms;
    private readonly float[] _inverseFrequencies;

    private TfIdfVectorizer(TextAnalyzer analyzer, TermTable terms, float[] inverseFrequencies) =>
        (_analyzer, _terms, _inverseFrequencies) = (analyzer, terms, inverseFrequencies);

    /// <summary>The terms; column c of a matrix belongs to the c-th.</summary>
    public IReadOnlyList<string> Terms => _terms.Terms;

    /// <summary>Learns terms and their frequencies.</summary>
    /// <param name="documents">The texts.</param>
    /// <param name="analyzer">Cuts texts; null for the default one.</param>
    /// <param name="minDocuments">Terms in fewer documents are left out, at least 1.</param>
    /// <param name="cancellation">Stops the learning.</param>
    public static TfIdfVectorizer Fit(IReadOnlyCollection<string> documents, TextAnalyzer? analyzer = null, int minDocuments = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(minDocuments, 1);
        analyzer ??= new TextAnalyzer();
        DocumentTerms read = DocumentTerms.Read(documents, analyzer, progress: null, cancellation);
        var frequencies = new int[read.Table.Count];
        for (int d = 0; d < read.Count; d++)
        {
            foreach (int term in read.Terms(d))
            {
                frequencies[term]++;
            }
        }

        int[] kept = [.. Enumerable.Range(0, frequencies.Length).Where(t => frequencies[t] >= minDocuments)];
        return new TfIdfVectorizer(
            analyzer, new TermTable(kept.Select(t => read.Table.Terms[t])), [.. kept.Select(t => (float)(1 + Math.Log((1.0 + read.Count) / (1 + frequencies[t]))))]);
    }

    /// <summary>The rows of texts, one a text.</summary>
    public SparseMatrix Transform(IReadOnlyCollection<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var tokens = new TokenBuffer();
        return SparseMatrix.FromRows([.. texts.Select(text => Row(text, tokens))], Terms.Count);
    }

    private (int[] Columns, float[] Values) Row(string text, TokenBuffer tokens)
    {
        _analyzer.Analyze(text, tokens);
        var counts = new SortedDictionary<int, int>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (_terms.TryGet(tokens[i], out int term))
            {
                counts[term] = counts.GetValueOrDefault(term) + 1;
            }
        }

        float[] values = [.. counts.Select(c => (1 + MathF.Log(c.Value)) * _inverseFrequencies[c.Key])];
        float length = System.Numerics.Tensors.TensorPrimitives.Norm<float>(values);
        return ([.. counts.Keys], [.. values.Select(v => v / length)]);
    }
}
