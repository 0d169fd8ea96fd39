namespace Kindred.Index;

/// <summary>The walks through the graph.</summary>
/// <remarks>
/// Yu. A. Malkov, D. A. Yashunin: Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs
/// (IEEE TPAMI 42(4), 2020), algorithms 2 (SEARCH-LAYER) and 5 (K-NN-SEARCH). Differs from the paper: without a filter one sorted array holds
/// both candidates and results, see <see cref="Beam"/>; all unseen neighbours of a node are fetched ahead before the first is compared.
/// </remarks>
internal static unsafe class GraphSearch
{
    /// <summary>Algorithm 2 with ef = 1 from one level down to another (excluded): the nearest node found greedily.</summary>
    public static int Descend<TScorer>(LinkTable links, TScorer scorer, int slot, int fromLevel, int toLevel)
        where TScorer : struct, IScorer<TScorer>
    {
        float best = scorer.Score(slot);
        for (int level = fromLevel; level > toLevel; level--)
        {
            for (bool moved = true; moved;)
            {
                moved = false;
                foreach (int neighbour in links.Links(slot, level))
                {
                    float score = scorer.Score(neighbour);
                    if (score > best)
                    {
                        (best, slot, moved) = (score, neighbour, true);
                    }
                }
            }
        }

        return slot;
    }

    /// <summary>Algorithm 2: fills the scratch's beam with the ef nearest nodes of a level, dead slots included.</summary>
    public static void SearchLayer<TScorer>(LinkTable links, TScorer scorer, int entry, int level, int ef, int slots, SearchScratch scratch)
        where TScorer : struct, IScorer<TScorer>
    {
        Beam beam = scratch.Beam;
        VisitedSet visited = scratch.Visited;
        int[] unseen = scratch.Neighbours;
        visited.Begin(slots);
        visited.Add(entry);
        beam.Reset(ef);
        beam.Offer(ScoredKey.Of(scorer.Score(entry), entry));
        while (beam.TryExpandNext(out ulong key))
        {
            int count = Unseen(links.Links(ScoredKey.Number(key), level), scorer, visited, unseen);
            for (int i = 0; i < count; i++)
            {
                beam.Offer(ScoredKey.Of(scorer.Score(unseen[i]), unseen[i]));
            }
        }
    }

    /// <summary>
    /// Algorithm 2 for answers that pass a filter: fills the scratch's results with the ef nearest accepted nodes. Nodes that are not accepted
    /// are walked through. Returns false where more than <paramref name="budget"/> comparisons would be needed.
    /// </summary>
    public static bool SearchLayer<TScorer>(LinkTable links, TScorer scorer, int entry, int level, int ef, int slots, in SlotFilter filter, long budget, SearchScratch scratch)
        where TScorer : struct, IScorer<TScorer>
    {
        Beam results = scratch.Results;
        CandidateHeap candidates = scratch.Candidates;
        int[] unseen = scratch.Neighbours;
        scratch.Visited.Begin(slots);
        scratch.Visited.Add(entry);
        results.Reset(ef);
        candidates.Clear();
        Take(ScoredKey.Of(scorer.Score(entry), entry), entry, in filter, results, candidates);
        while (candidates.TryPop(out ulong key) && key > results.Threshold)
        {
            int count = Unseen(links.Links(ScoredKey.Number(key), level), scorer, scratch.Visited, unseen);
            budget -= count;
            if (budget < 0)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                Take(ScoredKey.Of(scorer.Score(unseen[i]), unseen[i]), unseen[i], in filter, results, candidates);
            }
        }

        return true;
    }

    private static void Take(ulong key, int slot, in SlotFilter filter, Beam results, CandidateHeap candidates)
    {
        if (key > results.Threshold)
        {
            candidates.Push(key);
            if (filter.Accepts(slot))
            {
                results.Offer(key);
            }
        }
    }

    private static int Unseen<TScorer>(ReadOnlySpan<int> neighbours, TScorer scorer, VisitedSet visited, int[] unseen)
        where TScorer : struct, IScorer<TScorer>
    {
        int count = 0;
        foreach (int neighbour in neighbours)
        {
            if (visited.Add(neighbour))
            {
                scorer.Prefetch(neighbour);
                unseen[count++] = neighbour;
            }
        }

        return count;
    }
}
