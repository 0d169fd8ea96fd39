using System.Runtime.InteropServices;

namespace Kindred.Index;

/// <summary>Links new slots into a graph, whatever its vectors are compared by.</summary>
internal interface IGraphBuilder
{
    /// <summary>Links the slots from <paramref name="first"/> on, whose vectors and empty lists are in place.</summary>
    void Insert(int first, int count, int threads);
}

/// <summary>Links new slots into the graph, a batch at a time, with the same outcome on any number of threads.</summary>
/// <remarks>
/// Malkov &amp; Yashunin (2020), algorithm 1 (INSERT). Differs from the paper: the slots of a batch are linked against the graph as it was before
/// the batch, then all links back are written, one list at a time in slot order, so that nothing needs a lock and nothing depends on timing
/// (the batches of M. D. Manohar et al.: ParlayANN, PPoPP 2024, §4). A list that would grow too long is chosen again once a batch, not once a link.
/// </remarks>
internal sealed unsafe class GraphBuilder<TScorer>(VectorTable table, LinkTable links, HnswOptions options, ScratchPool pool, TScorer scorer) : IGraphBuilder
    where TScorer : struct, IScorer<TScorer>
{
    private readonly List<List<ulong>> _backLinks = [];
    private readonly List<int> _groups = [];

    /// <inheritdoc/>
    public void Insert(int first, int count, int threads)
    {
        if (links.Entry.Slot < 0 && count > 0)
        {
            links.Entry = (first, links.LevelOf(first));
            Insert(first + 1, count - 1, threads);
            return;
        }

        pool.ForEach(count, threads, (i, scratch) => Connect(first + i, scratch));
        for (int level = CollectBackLinks(first, count); level >= 0; level--)
        {
            WriteBackLinks(level, threads);
        }

        RaiseEntry(first, count);
    }

    private void Connect(int slot, SearchScratch scratch)
    {
        (int entry, int top) = links.Entry;
        int level = links.LevelOf(slot);
        TScorer own = scorer.For(slot);
        entry = GraphSearch.Descend(links, own, entry, top, level);
        Span<int> selected = stackalloc int[links.MaxLinks];
        for (int l = Math.Min(top, level); l >= 0; l--)
        {
            GraphSearch.SearchLayer(links, own, entry, l, options.EfConstruction, table.Capacity, scratch);
            ReadOnlySpan<ulong> candidates = scratch.Beam.Keys;
            links.Replace(slot, l, selected[..NeighbourSelection.Select(scorer, candidates, selected, options.KeepPruned)]);
            entry = ScoredKey.Number(candidates[0]);
        }
    }

    /// <summary>Sorts, for each level, (target, source) of every new link; returns the highest level.</summary>
    private int CollectBackLinks(int first, int count)
    {
        _backLinks.ForEach(l => l.Clear());
        for (int source = first; source < first + count; source++)
        {
            for (int level = links.LevelOf(source); level >= 0; level--)
            {
                while (_backLinks.Count <= level)
                {
                    _backLinks.Add([]);
                }

                foreach (int target in links.Links(source, level))
                {
                    _backLinks[level].Add(((ulong)target << 32) | (uint)source);
                }
            }
        }

        _backLinks.ForEach(l => l.Sort());
        return _backLinks.Count - 1;
    }

    private void WriteBackLinks(int level, int threads)
    {
        List<ulong> pairs = _backLinks[level];
        _groups.Clear();
        for (int i = 0; i < pairs.Count; i++)
        {
            if (i == 0 || pairs[i] >> 32 != pairs[i - 1] >> 32)
            {
                _groups.Add(i);
            }
        }

        _groups.Add(pairs.Count);
        pool.ForEach(_groups.Count - 1, threads, (g, scratch) =>
            Merge(CollectionsMarshal.AsSpan(pairs)[_groups[g].._groups[g + 1]], level, scratch));
    }

    /// <summary>Adds the sources of the pairs to the list of their common target; a list that gets too long is chosen again.</summary>
    private void Merge(ReadOnlySpan<ulong> pairs, int level, SearchScratch scratch)
    {
        int target = (int)(pairs[0] >> 32);
        ReadOnlySpan<int> old = links.Links(target, level);
        int most = links.MaxLinksAt(level);
        Span<int> merged = stackalloc int[most];
        if (old.Length + pairs.Length <= most)
        {
            old.CopyTo(merged);
            for (int i = 0; i < pairs.Length; i++)
            {
                merged[old.Length + i] = (int)(uint)pairs[i];
            }

            links.Replace(target, level, merged[..(old.Length + pairs.Length)]);
            return;
        }

        Rank(target, old, pairs, scratch.Beam);
        links.Replace(target, level, merged[..NeighbourSelection.Select(scorer, scratch.Beam.Keys, merged, options.KeepPruned)]);
    }

    private void Rank(int target, ReadOnlySpan<int> old, ReadOnlySpan<ulong> pairs, Beam ranked)
    {
        TScorer own = scorer.For(target);
        ranked.Reset(old.Length + pairs.Length);
        foreach (int neighbour in old)
        {
            ranked.Offer(ScoredKey.Of(own.Score(neighbour), neighbour));
        }

        foreach (ulong pair in pairs)
        {
            ranked.Offer(ScoredKey.Of(own.Score((int)(uint)pair), (int)(uint)pair));
        }
    }

    private void RaiseEntry(int first, int count)
    {
        for (int slot = first; slot < first + count; slot++)
        {
            if (links.LevelOf(slot) > links.Entry.Level)
            {
                links.Entry = (slot, links.LevelOf(slot));
            }
        }
    }
}
