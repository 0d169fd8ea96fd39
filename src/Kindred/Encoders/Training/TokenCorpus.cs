using Kindred.Domain;
using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>Texts as rows of token numbers, with how often every token stands in them.</summary>
internal sealed class TokenCorpus
{
    private readonly int[] _tokens;
    private readonly int[] _offsets;

    private TokenCorpus(TermTable terms, int[] counts, int[] tokens, int[] offsets) => (Terms, Counts, _tokens, _offsets) = (terms, counts, tokens, offsets);

    /// <summary>Tokens that stand often enough, in the order in which they are first seen.</summary>
    public TermTable Terms { get; }

    public int[] Counts { get; }

    public int TextCount => _offsets.Length - 1;

    public int TokenTotal => _tokens.Length;

    public ReadOnlySpan<int> this[int text] => _tokens.AsSpan(_offsets[text], _offsets[text + 1] - _offsets[text]);

    /// <summary>Reads texts; tokens that stand less than <paramref name="minCount"/> times are left out.</summary>
    public static TokenCorpus Read(IReadOnlyCollection<string> texts, int minCount, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var analyzer = new TextAnalyzer(StaticEncoder.AnalyzerOptions);
        var buffer = new TokenBuffer();
        var all = new TermTable();
        var rows = new List<int[]>(texts.Count);
        foreach (string text in texts)
        {
            if (rows.Count % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new StageProgress("reading texts", (double)rows.Count / texts.Count));
            }

            analyzer.Analyze(text, buffer);
            var row = new int[buffer.Count];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = all.GetOrAdd(buffer[i]);
            }

            rows.Add(row);
        }

        return Renumber(all, rows, minCount);
    }

    private static TokenCorpus Renumber(TermTable all, List<int[]> rows, int minCount)
    {
        var counts = new int[all.Count];
        foreach (int token in rows.SelectMany(r => r))
        {
            counts[token]++;
        }

        var kept = new TermTable();
        int[] number = [.. counts.Select((count, token) => count >= minCount ? kept.GetOrAdd(all.Terms[token]) : -1)];
        var tokens = new List<int>();
        var offsets = new List<int> { 0 };
        foreach (int[] row in rows)
        {
            tokens.AddRange(row.Select(t => number[t]).Where(t => t >= 0));
            offsets.Add(tokens.Count);
        }

        return new TokenCorpus(kept, [.. counts.Where(c => c >= minCount)], [.. tokens], [.. offsets]);
    }
}
