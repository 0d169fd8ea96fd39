using Kindred.Numerics;

namespace Kindred.Mining.Planning;

/// <summary>Predicts the number of frequent itemsets by walking a few branches of the search tree.</summary>
/// <remarks>
/// P. C. Chen, "Heterogeneous sampling: a method for predicting the performance of tree searching programs", SIAM J. Comput.
/// 21 (1992), a stratified form of Knuth's 1975 probe. Every frequent itemset is one node; its children add a product more
/// frequent than all of its own. Nodes of like depth, support and number of possible children form a stratum; of each stratum
/// one node, drawn in proportion to what it stands for, is expanded for all. Each run is unbiased; runs are averaged until
/// the work limit is spent. The same seed gives the same estimate.
/// </remarks>
public static class ItemsetEstimator
{
    private const int LeastRuns = 3;
    private const int MostRuns = 200;

    /// <summary>Predicts the number of frequent itemsets.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="minCount">The fewest baskets that must hold an itemset; at least 1.</param>
    /// <param name="workLimit">Occurrences to look at before no further run starts. The default takes some tens of milliseconds.</param>
    /// <param name="seed">Seeds the draws.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ItemsetEstimate Estimate(
        BasketSet baskets, int minCount, long workLimit = 20_000_000, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentOutOfRangeException.ThrowIfLessThan(minCount, 1);
        return Estimate(PreparedBaskets.Create(baskets, minCount, [], cancellationToken), minCount, workLimit, seed, cancellationToken);
    }

    internal static ItemsetEstimate Estimate(
        PreparedBaskets baskets, int minCount, long workLimit, ulong seed, CancellationToken cancellationToken)
    {
        var runs = new List<double[]>();
        long work = 0;
        do
        {
            var run = new Run(baskets, minCount, new RandomStream(seed, (ulong)runs.Count), cancellationToken);
            runs.Add(run.Walk());
            work += run.Work;
        }
        while (runs.Count < LeastRuns || (work < workLimit && runs.Count < MostRuns));

        var counts = new double[runs.Max(r => r.Length)];
        for (int length = 0; length < counts.Length; length++)
        {
            counts[length] = runs.Average(r => length < r.Length ? r[length] : 0);
        }

        return new ItemsetEstimate { MinCount = minCount, CountByLength = counts, RelativeError = RelativeError(runs), Runs = runs.Count };
    }

    private static double RelativeError(List<double[]> runs)
    {
        double mean = runs.Average(r => r.Sum());
        double squares = runs.Sum(r => Math.Pow(r.Sum() - mean, 2));
        return mean == 0 ? 0 : Math.Sqrt(squares / (runs.Count - 1) / runs.Count) / mean;
    }

    /// <summary>A frequent itemset that may be expanded: its parent's baskets, the product it adds, and how many products may still join.</summary>
    private readonly record struct Node(int[] ParentTids, int Code, int Extensions);

    private sealed class Stratum
    {
        public Node Node { get; private set; }

        public double Weight { get; private set; }

        public void Offer(Node node, double weight, RandomStream random)
        {
            Weight += weight;
            if (random.NextDouble() * Weight < weight)
            {
                Node = node;
            }
        }
    }

    /// <summary>One walk from the root to the deepest stratum.</summary>
    private sealed class Run(PreparedBaskets baskets, int minCount, RandomStream random, CancellationToken cancellationToken)
    {
        private readonly int[] _counts = new int[baskets.ItemCount];
        private readonly List<double> _found = [0, baskets.ItemCount];

        /// <summary>Occurrences looked at.</summary>
        public long Work { get; private set; }

        /// <summary>The estimated number of itemsets by length.</summary>
        public double[] Walk()
        {
            SortedDictionary<int, Stratum> level = Roots();
            while (level.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = new SortedDictionary<int, Stratum>();
                _found.Add(0);
                foreach (Stratum stratum in level.Values)
                {
                    Expand(stratum, next);
                }

                level = next;
            }

            return [.. _found];
        }

        private SortedDictionary<int, Stratum> Roots()
        {
            var roots = new SortedDictionary<int, Stratum>();
            for (int code = 1; code < baskets.ItemCount; code++)
            {
                Offer(roots, new Node([], code, code), baskets.SupportCount(code), 1);
            }

            return roots;
        }

        private void Expand(Stratum stratum, SortedDictionary<int, Stratum> next)
        {
            Node node = stratum.Node;
            int[] tids = node.ParentTids.Length == 0 ? baskets.TidList(node.Code).ToArray() : Holding(node);
            CountSmallerCodes(tids, node.Code);
            int children = 0;
            for (int code = 0; code < node.Code; code++)
            {
                if (_counts[code] >= minCount)
                {
                    _found[^1] += stratum.Weight;
                    Offer(next, new Node(tids, code, children++), _counts[code], stratum.Weight);
                }

                _counts[code] = 0;
            }
        }

        private void Offer(SortedDictionary<int, Stratum> level, Node node, int support, double weight)
        {
            if (node.Extensions == 0)
            {
                return;
            }

            int key = ((int)(3 * Math.Log2(node.Extensions)) * 256) + (int)(4 * Math.Log2((double)support / minCount));
            if (!level.TryGetValue(key, out Stratum? stratum))
            {
                level.Add(key, stratum = new Stratum());
            }

            stratum.Offer(node, weight, random);
        }

        private int[] Holding(Node node)
        {
            var tids = new List<int>();
            foreach (int tid in node.ParentTids)
            {
                if (baskets.Basket(tid).BinarySearch(node.Code) >= 0)
                {
                    tids.Add(tid);
                }
            }

            Work += node.ParentTids.Length;
            return [.. tids];
        }

        private void CountSmallerCodes(int[] tids, int code)
        {
            foreach (int tid in tids)
            {
                ReadOnlySpan<int> codes = baskets.Basket(tid);
                int i = 0;
                for (; codes[i] < code; i++)
                {
                    _counts[codes[i]]++;
                }

                Work += i + 1;
            }

            Work += code;
        }
    }
}
