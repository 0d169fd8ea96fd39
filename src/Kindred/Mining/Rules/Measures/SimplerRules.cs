namespace Kindred.Mining.Rules;

/// <summary>The simpler rules of X ⇒ Y: those with a proper subset of X, the empty one included, and the same Y.</summary>
internal static class SimplerRules
{
    /// <summary>The counts of the simpler rule of highest confidence; of equal ones that with the most baskets.</summary>
    /// <remarks>All 2^|X| − 1 subsets are visited in Gray-code order, so each costs one XOR and two look-ups.</remarks>
    public static ContingencyTable MostConfident(ItemsetIndex index, int antecedent, int consequent)
    {
        ItemsetTable itemsets = index.Itemsets;
        ReadOnlySpan<int> items = itemsets.Items(antecedent);
        int consequentCount = itemsets.SupportCount(consequent);
        var best = new ContingencyTable(consequentCount, itemsets.BasketCount, consequentCount, itemsets.BasketCount);
        ulong subset = 0;
        for (ulong step = 1; step < 1UL << items.Length; step++)
        {
            subset ^= index.KeyOf(items[System.Numerics.BitOperations.TrailingZeroCount(step)]);
            if (subset == index.HashOf(antecedent))
            {
                continue;
            }

            int both = itemsets.SupportCount(index.Find(subset ^ index.HashOf(consequent)));
            int simpler = itemsets.SupportCount(index.Find(subset));
            int order = CompareConfidence(both, simpler, best.Both, best.Antecedent);
            if (order > 0 || (order == 0 && both > best.Both))
            {
                best = best with { Both = both, Antecedent = simpler };
            }
        }

        return best;
    }

    /// <summary>Compares a/b with c/d exactly.</summary>
    public static int CompareConfidence(int a, int b, int c, int d) => ((long)a * d).CompareTo((long)c * b);
}
