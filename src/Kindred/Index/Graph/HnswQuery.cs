namespace Kindred.Index;

/// <summary>One search: chooses between walking the graph and comparing all that is allowed, and leaves the answer in the scratch's top.</summary>
/// <remarks>
/// With a filter that lets a share s of n rows through, a walk that collects ef allowed nodes makes about <see cref="WalkCost"/> · ef / s
/// comparisons, comparing all that is allowed s · n. The cheaper way is taken, so few allowed rows are answered exactly. Where the allowed rows
/// lie far from the query a walk costs more than expected: after as many comparisons as there are allowed rows it is given up for the exact way.
/// </remarks>
internal readonly unsafe ref struct HnswQuery(HnswState state, SearchScratch scratch, RowSet? allowed, int wanted, int ef)
{
    /// <summary>Comparisons of codes for each result collected, counted in exact comparisons; measured.</summary>
    private const int WalkCost = 8;

    private readonly float* _query = scratch.Query.Pointer;

    public void Run()
    {
        scratch.Top.Reset(wanted);
        int live = state.Table.LiveCount;
        long eligible = Math.Min(allowed?.Count ?? live, live);
        bool few = eligible <= ef || (allowed is not null && eligible * eligible <= WalkCost * (long)ef * live);
        if (few || !TryWalk(eligible))
        {
            Scan();
        }
    }

    private void Scan()
    {
        if (allowed is null)
        {
            ExactSearch.ScanAll(state.Table, _query, scratch.Top);
        }
        else
        {
            ExactSearch.ScanAllowed(state.Table, _query, allowed, scratch.Top);
        }
    }

    private bool TryWalk(long budget)
    {
        if (state.Codes is { } codes)
        {
            codes.Encode(_query, scratch.QueryCode.Pointer);
            return TryWalk(new CodeScorer(codes, scratch.QueryCode.Pointer), budget);
        }

        return state.Table.Metric == VectorMetric.Euclidean
            ? TryWalk(new EuclideanScorer(state.Table, _query), budget)
            : TryWalk(new DotScorer(state.Table, _query), budget);
    }

    private bool TryWalk<TScorer>(TScorer scorer, long budget)
        where TScorer : struct, IScorer<TScorer>
    {
        (VectorTable table, _, LinkTable links) = state;
        (int entry, int top) = links.Entry;
        entry = GraphSearch.Descend(links, scorer, entry, top, 0);
        if (allowed is null && table.LiveCount == table.Count)
        {
            GraphSearch.SearchLayer(links, scorer, entry, 0, ef, table.Capacity, scratch);
            Rescore(scratch.Beam.Keys);
            return true;
        }

        if (GraphSearch.SearchLayer(links, scorer, entry, 0, ef, table.Capacity, new SlotFilter(table, allowed), budget, scratch))
        {
            Rescore(scratch.Results.Keys);
            return true;
        }

        return false;
    }

    /// <summary>Scores what the walk found exactly; walks that compared float32 vectors have the exact scores already.</summary>
    private void Rescore(ReadOnlySpan<ulong> found)
    {
        VectorTable table = state.Table;
        if (state.Codes is null)
        {
            foreach (ulong key in found)
            {
                Keep(ScoredKey.Number(key), ScoredKey.Score(key));
            }

            return;
        }

        foreach (ulong key in found)
        {
            CacheLines.Prefetch(table.Vector(ScoredKey.Number(key)), table.Stride * sizeof(float));
        }

        foreach (ulong key in found)
        {
            ExactSearch.Offer(table, _query, ScoredKey.Number(key), scratch.Top);
        }
    }

    private void Keep(int slot, float score)
    {
        int row = state.Table.RowOf.Pointer[slot];
        if (state.Table.Find(row) == slot)
        {
            scratch.Top.Offer(ScoredKey.Of(score, row));
        }
    }
}
