using Kindred.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>All pairs of products that are bought together often enough, with p-values corrected for all pairs that could have been.</summary>
/// <remarks>
/// Which pairs reach the minimum count depends on the very count that is tested. So every pair of products that each reach it
/// counts as a hypothesis, met or not: more than the pairs shown, and independent of how often they met.
/// </remarks>
public static class PairMining
{
    private const int BlockSize = 16;

    /// <summary>Finds the pairs.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static PairTable Find(BasketSet baskets, PairOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var occurrences = new ProductOccurrences(baskets);
        List<ProductPair> pairs = Count(baskets, occurrences, options, cancellationToken);
        long frequent = Enumerable.Range(0, baskets.Products.Count).Count(row => occurrences.CountOf(row) >= options.MinCount);
        long tested = frequent * (frequent - 1) / 2;
        double[] logQ = MultipleTesting.Correct([.. pairs.Select(pair => pair.LogP)], tested, options.Correction);
        double limit = Math.Log(options.MaxQ);
        ProductPair[] kept = [.. pairs.Select((pair, i) => pair with { LogQ = logQ[i] }).Where(pair => pair.LogQ <= limit)];
        return new PairTable(kept, tested, options.Correction, baskets.Count);
    }

    private static List<ProductPair> Count(BasketSet baskets, ProductOccurrences occurrences, PairOptions options, CancellationToken cancellationToken)
    {
        int products = baskets.Products.Count;
        var blocks = new List<ProductPair>[(products + BlockSize - 1) / BlockSize];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.WorkerCount, CancellationToken = cancellationToken };
        Parallel.For(0, blocks.Length, parallel, () => new Counters(products), (block, _, counters) =>
        {
            blocks[block] = [];
            for (int row = block * BlockSize; row < Math.Min(products, (block + 1) * BlockSize); row++)
            {
                Partners(baskets, occurrences, row, options.MinCount, counters, blocks[block]);
            }

            return counters;
        }, static _ => { });
        return [.. blocks.SelectMany(block => block)];
    }

    /// <summary>Counts the higher rows in every basket of one product; the counters are clear before and after.</summary>
    private static void Partners(BasketSet baskets, ProductOccurrences occurrences, int row, int minCount, Counters counters, List<ProductPair> found)
    {
        ReadOnlySpan<int> holding = occurrences.BasketsOf(row);
        if (holding.Length < minCount)
        {
            return;
        }

        foreach (int basket in holding)
        {
            ReadOnlySpan<int> rows = baskets[basket];
            for (int i = rows.Length - 1; rows[i] > row; i--)
            {
                counters.Add(rows[i]);
            }
        }

        foreach ((int other, int both) in counters.Drain(minCount))
        {
            var counts = new ContingencyTable(both, holding.Length, occurrences.CountOf(other), baskets.Count);
            double logP = Hypergeometric.LogUpperTail(both, counts.Antecedent, counts.Consequent, counts.Total);
            found.Add(new ProductPair(row, other, counts, logP, logP));
        }
    }

    /// <summary>A dense counter with a list of what was touched, so that rare products cost what they touch and not the whole catalogue.</summary>
    private sealed class Counters(int products)
    {
        private readonly int[] _counts = new int[products];
        private readonly List<int> _touched = [];

        public void Add(int row)
        {
            if (_counts[row]++ == 0)
            {
                _touched.Add(row);
            }
        }

        /// <summary>Rows counted at least so often, ascending; all counters are 0 afterwards.</summary>
        public List<(int Row, int Count)> Drain(int minCount)
        {
            List<(int, int)> enough = [];
            foreach (int row in _touched)
            {
                if (_counts[row] >= minCount)
                {
                    enough.Add((row, _counts[row]));
                }

                _counts[row] = 0;
            }

            _touched.Clear();
            enough.Sort();
            return enough;
        }
    }
}
