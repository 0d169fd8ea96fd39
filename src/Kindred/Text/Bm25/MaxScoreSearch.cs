using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Text;

/// <summary>Finds the best documents without scoring those that cannot be among them.</summary>
/// <remarks>
/// MaxScore (Turtle &amp; Flood, 1995) document at a time: once k documents are known, terms that even together cannot lift a document above the
/// k-th best no longer propose documents; they are only asked about documents that others propose, and only while the bound of their block
/// (Ding &amp; Suel, SIGIR 2011) leaves a chance. Sums are kept in double, where adding these floats in any order is exact, so the outcome is
/// bit for bit that of scoring everything.
/// </remarks>
internal sealed class MaxScoreSearch
{
    // By rising greatest score; _bounds[i] is the most that terms 0 … i give together.
    private readonly PostingCursor[] _cursors;
    private readonly double[] _bounds;
    private readonly float[] _norms;
    private readonly float _k1Plus1;

    public MaxScoreSearch(PostingCursor[] cursors, float[] norms, float k1Plus1)
    {
        _cursors = [.. cursors.OrderBy(c => c.MaxScore)];
        (_norms, _k1Plus1) = (norms, k1Plus1);
        _bounds = new double[cursors.Length];
        double sum = 0;
        for (int i = 0; i < _cursors.Length; i++)
        {
            _bounds[i] = sum += _cursors[i].MaxScore;
        }
    }

    public ScoredList Run(int k)
    {
        var top = new TopK(Math.Min(k, _norms.Length));
        if (top.Capacity == 0)
        {
            return ScoredList.Empty;
        }

        int proposing = 0;
        for (int document = NextDocument(proposing); document != int.MaxValue; document = NextDocument(proposing))
        {
            double threshold = top.Count == top.Capacity ? top.Worst : double.NegativeInfinity;
            if (TryScore(document, proposing, threshold, out double score) && top.Add(document, (float)score) && top.Count == top.Capacity)
            {
                // Documents come by rising row, so one that only equals the k-th best is out.
                while (proposing < _cursors.Length && (float)_bounds[proposing] <= top.Worst)
                {
                    proposing++;
                }
            }
        }

        return top.Drain();
    }

    private int NextDocument(int proposing)
    {
        int next = int.MaxValue;
        for (int i = proposing; i < _cursors.Length; i++)
        {
            next = Math.Min(next, _cursors[i].Document);
        }

        return next;
    }

    private bool TryScore(int document, int proposing, double threshold, out double score)
    {
        score = 0;
        for (int i = proposing; i < _cursors.Length; i++)
        {
            if (_cursors[i].Document == document)
            {
                score += Contribution(_cursors[i]);
                _cursors[i].MoveTo(document + 1);
            }
        }

        for (int i = proposing - 1; i >= 0; i--)
        {
            double others = i > 0 ? _bounds[i - 1] : 0;
            if ((float)(score + _bounds[i]) <= threshold || (float)(score + others + _cursors[i].BlockMaxScore(document)) <= threshold)
            {
                return false;
            }

            _cursors[i].MoveTo(document);
            score += _cursors[i].Document == document ? Contribution(_cursors[i]) : 0;
        }

        return true;
    }

    private float Contribution(PostingCursor cursor) => cursor.Weight * Bm25Index.Impact(_k1Plus1, _norms[cursor.Document], cursor.Count);
}
