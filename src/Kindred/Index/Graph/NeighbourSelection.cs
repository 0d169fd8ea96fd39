namespace Kindred.Index;

/// <summary>Which of the candidates a node is linked to.</summary>
internal static class NeighbourSelection
{
    /// <summary>
    /// Algorithm 4 of Malkov &amp; Yashunin (SELECT-NEIGHBORS-HEURISTIC): a candidate is taken unless one already taken is nearer to it than the
    /// node itself is, so that links point into different directions.
    /// </summary>
    /// <remarks>Differs from the paper: the candidates are never extended by their own neighbours (extendCandidates).</remarks>
    /// <param name="scorer">Compares stored vectors.</param>
    /// <param name="candidates">Candidates with their similarity to the node, best first.</param>
    /// <param name="selected">Receives the slots; its length is the most that are taken.</param>
    /// <param name="keepPruned">Whether free places are filled with the best of those dropped.</param>
    /// <returns>How many were taken.</returns>
    public static int Select<TScorer>(TScorer scorer, ReadOnlySpan<ulong> candidates, Span<int> selected, bool keepPruned)
        where TScorer : struct, IScorer<TScorer>
    {
        int count = 0;
        foreach (ulong key in candidates)
        {
            if (count == selected.Length)
            {
                return count;
            }

            int slot = ScoredKey.Number(key);
            if (IsNearestToNode(scorer.For(slot), ScoredKey.Score(key), selected[..count]))
            {
                selected[count++] = slot;
            }
        }

        return keepPruned ? Fill(candidates, selected, count) : count;
    }

    private static bool IsNearestToNode<TScorer>(TScorer candidate, float scoreToNode, ReadOnlySpan<int> selected)
        where TScorer : struct, IScorer<TScorer>
    {
        foreach (int slot in selected)
        {
            if (candidate.Score(slot) > scoreToNode)
            {
                return false;
            }
        }

        return true;
    }

    private static int Fill(ReadOnlySpan<ulong> candidates, Span<int> selected, int count)
    {
        int diverse = count;
        foreach (ulong key in candidates)
        {
            if (count == selected.Length)
            {
                break;
            }

            int slot = ScoredKey.Number(key);
            if (!selected[..diverse].Contains(slot))
            {
                selected[count++] = slot;
            }
        }

        return count;
    }
}
