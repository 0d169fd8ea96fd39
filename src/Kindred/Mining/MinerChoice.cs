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

        return (Miners[0], $"LCM suits {baskets.Count} baskets of {baskets.ItemCount} products.");
    }
}
