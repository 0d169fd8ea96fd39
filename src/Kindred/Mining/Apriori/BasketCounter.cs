namespace Kindred.Mining.Apriori;

/// <summary>Counts candidates of sparse data: each basket walks down the trie along the sets it holds (Agrawal &amp; Srikant 1994, section 2.1.2).</summary>
internal static class BasketCounter
{
    /// <summary>Support counts of all candidates.</summary>
    public static int[] Count(CandidateTrie candidates, RankedBaskets baskets, int threads, CancellationToken cancellationToken)
    {
        bool[][] alive = AlivePrefixes(candidates);
        int[] cuts = baskets.Cuts(threads);
        int[][] partial = new int[threads][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, options, part =>
        {
            var walk = new Walk(candidates, alive);
            for (int basket = cuts[part]; basket < cuts[part + 1]; basket++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                walk.Count(baskets[basket]);
            }

            partial[part] = walk.Counts;
        });

        for (int part = 1; part < threads; part++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add<int>(partial[0], partial[part], partial[0]);
        }

        return partial[0];
    }

    /// <summary>For each length, whether a set is the beginning of a candidate: the walk leaves the others out.</summary>
    private static bool[][] AlivePrefixes(CandidateTrie candidates)
    {
        ItemsetTrie trie = candidates.Trie;
        bool[][] alive = new bool[trie.Depth][];
        alive[^1] = new bool[trie.Sets(trie.Depth).Count];
        for (int set = candidates.FirstSet; set < candidates.EndSet; set++)
        {
            alive[^1][set] = candidates.Start(set + 1) > candidates.Start(set);
        }

        for (int length = trie.Depth; length > 1; length--)
        {
            alive[length - 2] = new bool[trie.Sets(length - 1).Count];
            ReadOnlySpan<int> parents = trie.Sets(length).Parents;
            for (int set = 0; set < parents.Length; set++)
            {
                alive[length - 2][parents[set]] |= alive[length - 1][set];
            }
        }

        return alive;
    }

    /// <summary>One thread's walk: where each item stands in the current basket, and its own counters.</summary>
    private sealed class Walk(CandidateTrie candidates, bool[][] alive)
    {
        // Looking up one child in a sorted range costs about this many plain checks.
        private const int SearchCost = 8;

        private readonly int[] _position = new int[candidates.Trie.Sets(1).Count];

        public int[] Counts { get; } = new int[candidates.Count];

        public void Count(ReadOnlySpan<int> basket)
        {
            for (int i = 0; i < basket.Length; i++)
            {
                _position[basket[i]] = i + 1;
            }

            for (int i = 0; i + candidates.Trie.Depth < basket.Length; i++)
            {
                if (alive[0][basket[i]])
                {
                    Descend(1, basket[i], basket, i + 1);
                }
            }

            foreach (int item in basket)
            {
                _position[item] = 0;
            }
        }

        /// <summary>The basket holds <paramref name="set"/>; its items from <paramref name="from"/> on may extend it.</summary>
        private void Descend(int length, int set, ReadOnlySpan<int> basket, int from)
        {
            bool last = length == candidates.Trie.Depth;
            int start = last ? candidates.Start(set) : candidates.Trie.Sets(length).ChildStarts[set];
            int end = last ? candidates.Start(set + 1) : candidates.Trie.Sets(length).ChildStarts[set + 1];
            ReadOnlySpan<int> children = (last ? candidates.Items : candidates.Trie.Sets(length + 1).Items)[start..end];
            ReadOnlySpan<int> tail = basket[from..];
            if (children.Length <= SearchCost * tail.Length)
            {
                for (int i = 0; i < children.Length; i++)
                {
                    int position = _position[children[i]];
                    if (position > 0)
                    {
                        Reach(last, length, start + i, basket, position);
                    }
                }

                return;
            }

            for (int i = 0; i < tail.Length; i++)
            {
                int found = children.BinarySearch(tail[i]);
                if (found >= 0)
                {
                    Reach(last, length, start + found, basket, from + i + 1);
                }
            }
        }

        private void Reach(bool last, int length, int child, ReadOnlySpan<int> basket, int from)
        {
            if (last)
            {
                Counts[child]++;
            }
            else if (alive[length][child] && basket.Length - from >= candidates.Trie.Depth - length)
            {
                Descend(length + 1, child, basket, from);
            }
        }
    }
}
