using Kindred.Mining.Planning;

namespace Kindred.Mining.Apriori;

/// <summary>Counts all pairs without candidates: for each product, the more frequent ones in its baskets. Needs no n × n table.</summary>
internal static class PairCounting
{
    public static TrieLevel Count(PreparedBaskets baskets, int minCount, int threads, CancellationToken cancellationToken)
    {
        var partners = new List<(int Rank, int Count)>[baskets.ItemCount];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, baskets.ItemCount, options, () => new int[baskets.ItemCount], (rank, _, counts) =>
        {
            partners[rank] = Partners(baskets, rank, minCount, counts);
            return counts;
        }, _ => { });

        var level = new TrieLevel();
        for (int rank = 0; rank < partners.Length; rank++)
        {
            foreach ((int partner, int count) in partners[rank])
            {
                level.Add(rank, partner, count);
            }
        }

        return level;
    }

    private static List<(int Rank, int Count)> Partners(PreparedBaskets baskets, int rank, int minCount, int[] counts)
    {
        int code = baskets.ItemCount - 1 - rank;
        Array.Clear(counts, 0, code);
        foreach (int basket in baskets.TidList(code))
        {
            foreach (int other in baskets.Basket(basket))
            {
                if (other >= code)
                {
                    break;
                }

                counts[other]++;
            }
        }

        var partners = new List<(int, int)>();
        for (int other = code - 1; other >= 0; other--)
        {
            if (counts[other] >= minCount)
            {
                partners.Add((baskets.ItemCount - 1 - other, counts[other]));
            }
        }

        return partners;
    }
}
