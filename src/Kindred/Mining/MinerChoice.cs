using Kindred.Mining.Apriori;
using Kindred.Mining.Eclat;
using Kindred.Mining.FpGrowth;
using Kindred.Mining.Lcm;
using Kindred.Mining.Planning;

namespace Kindred.Mining;

/// <summary>Picks the miner: the one asked for, or the one that suits the data.</summary>
internal static class MinerChoice
{
    private static readonly IItemsetMiner[] Miners = [new LcmMiner(), new EclatMiner(), new FpGrowthMiner(), new AprioriMiner()];

    /// <summary>The miner and, in plain words, why.</summary>
    public static (IItemsetMiner Miner, string Reason) Choose(PreparedBaskets baskets, MiningTask task, MiningAlgorithm wanted)
    {
        foreach (IItemsetMiner miner in Miners)
        {
            if (miner.Algorithm == wanted)
            {
                return (miner, "It was asked for.");
            }
        }

        return ByDensity(baskets, task);
    }

    /// <summary>The rule of docs/mining.md, from measurements: bits where they are small and all frequent sets are wanted, else LCM.</summary>
    private static (IItemsetMiner Miner, string Reason) ByDensity(PreparedBaskets baskets, MiningTask task)
    {
        double filled = baskets.Codes.Length / Math.Max(1.0, (double)baskets.Count * baskets.ItemCount);
        string density = $"{filled:P2} of the cells of {baskets.Count} baskets × {baskets.ItemCount} frequent products are filled";
        if (task.Kind != ItemsetKind.Frequent)
        {
            return (Miners[0], $"LCM finds {(task.Kind == ItemsetKind.Closed ? "closed" : "maximal")} itemsets without listing all frequent ones ({density}).");
        }

        return VerticalRows.Suit(baskets)
            ? (Miners[1], $"{density}, dense enough to intersect whole rows of bits.")
            : (Miners[0], $"{density}, so sparse that walking the baskets beats intersecting rows.");
    }
}
