namespace Kindred.Mining.Filtering;

/// <summary>Mining for itemsets that hold given products: only the baskets with all of them are mined, for what goes with them.</summary>
/// <remarks>
/// Let M be the required products and D the baskets that hold M, without M. The frequent itemsets that contain M are M itself and M ∪ X for
/// every frequent X of D, with the same counts. M ∪ X is closed (maximal) among all baskets exactly when X is in D: every superset of M ∪ X
/// holds M. M itself is closed when no product is in all baskets of D, and maximal when none is frequent there.
/// </remarks>
internal static class RequiredProducts
{
    /// <summary>Runs a mining function on D and gives its result in terms of the whole data.</summary>
    /// <param name="baskets">All baskets.</param>
    /// <param name="options">Options with at least one required product.</param>
    /// <param name="sink">Takes the itemsets; null when they are only counted.</param>
    /// <param name="mine">Mines without required products.</param>
    public static MiningResult Mine(
        BasketSet baskets, MiningOptions options, IItemsetSink? sink, Func<BasketSet, MiningOptions, IItemsetSink?, MiningResult> mine)
    {
        int[] required = [.. options.MustContain.Distinct().Order()];
        int minCount = options.ResolveMinCount(baskets.Count);
        int room = (options.MaxLength ?? int.MaxValue) - required.Length;
        BasketSet rest = Project(baskets, required);
        long self = room >= 0 && IsWanted(rest, options, minCount) ? 1 : 0;
        if (self == 1)
        {
            sink?.Add(required, rest.Count);
        }

        if (room < 1 || rest.Count < minCount)
        {
            // Nothing can be added to M: an empty run still says which algorithm was chosen and why.
            rest = new BasketSet(baskets.Products, [0], []);
        }

        MiningOptions restOptions = options with { MinCount = minCount, MinSupport = null, MustContain = [], MaxLength = Math.Max(1, room) };
        IItemsetSink? restSink = sink is null ? null : new CompletingSink(sink, required);
        MiningResult result = mine(rest, restOptions, restSink);
        long[] counts = [.. new long[required.Length], self, .. result.CountByLength.Skip(1)];
        return result with { BasketCount = baskets.Count, CountByLength = Trim(counts) };
    }

    /// <summary>The baskets that hold all required products, without them.</summary>
    private static BasketSet Project(BasketSet baskets, int[] required)
    {
        var offsets = new List<int> { 0 };
        var rows = new List<int>();
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            ReadOnlySpan<int> items = baskets[basket];
            if (HoldsAll(items, required))
            {
                foreach (int item in items)
                {
                    if (Array.BinarySearch(required, item) < 0)
                    {
                        rows.Add(item);
                    }
                }

                offsets.Add(rows.Count);
            }
        }

        return new BasketSet(baskets.Products, [.. offsets], [.. rows]);
    }

    private static bool IsWanted(BasketSet rest, MiningOptions options, int minCount)
    {
        if (rest.Count < minCount)
        {
            return false;
        }

        int[] counts = new int[rest.Products.Count];
        foreach (int row in rest.Rows)
        {
            counts[row]++;
        }

        foreach (int row in options.MustNotContain)
        {
            counts[row] = 0;
        }

        int most = counts.Length == 0 ? 0 : counts.Max();
        return options.Kind switch
        {
            ItemsetKind.Closed => most < rest.Count,
            ItemsetKind.Maximal => most < minCount,
            _ => true,
        };
    }

    private static bool HoldsAll(ReadOnlySpan<int> items, int[] required)
    {
        foreach (int row in required)
        {
            if (items.BinarySearch(row) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static long[] Trim(long[] counts)
    {
        int last = Array.FindLastIndex(counts, count => count > 0);
        return counts[..Math.Max(1, last + 1)];
    }

    /// <summary>Adds the required products to every itemset.</summary>
    private sealed class CompletingSink(IItemsetSink sink, int[] required) : IItemsetSink
    {
        private int[] _set = [.. required];

        public void Add(ReadOnlySpan<int> rows, int supportCount)
        {
            int length = required.Length + rows.Length;
            if (_set.Length < length)
            {
                Array.Resize(ref _set, 2 * length);
            }

            rows.CopyTo(_set.AsSpan(required.Length));
            sink.Add(_set.AsSpan(0, length), supportCount);
        }
    }
}
