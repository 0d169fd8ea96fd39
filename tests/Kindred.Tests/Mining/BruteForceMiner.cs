using Kindred.Mining;

namespace Kindred.Tests.Mining;

/// <summary>The slow, obvious miner all others are compared with: every subset of the products, counted by looking into every basket.</summary>
internal static class BruteForceMiner
{
    /// <summary>All itemsets the options ask for, as text such as <c>"1 4 7:3"</c> (rows, support count), in ordinal order.</summary>
    public static string[] Mine(BasketSet baskets, MiningOptions options)
    {
        int products = baskets.Products.Count;
        int minCount = options.ResolveMinCount(baskets.Count);
        int removed = options.MustNotContain.Aggregate(0, (set, row) => set | (1 << row));
        int required = options.MustContain.Aggregate(0, (set, row) => set | (1 << row));
        int[] baskets1 = [.. Enumerable.Range(0, baskets.Count).Select(b => AsSet(baskets[b]) & ~removed)];
        int[] counts = [.. Enumerable.Range(0, 1 << products).Select(set => baskets1.Count(basket => (basket & set) == set))];
        return
        [
            .. Enumerable.Range(1, counts.Length - 1)
                .Where(set => counts[set] >= minCount && IsOfKind(set, counts, products, minCount, options.Kind))
                .Where(set => (set & required) == required && int.PopCount(set) <= (options.MaxLength ?? products))
                .Select(set => Text(Rows(set), counts[set]))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>An itemset table in the same form.</summary>
    public static string[] Texts(ItemsetTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => Text(table.Items(i).ToArray(), table.SupportCount(i))).Order(StringComparer.Ordinal)];

    public static string Text(IEnumerable<int> rows, int count) => $"{string.Join(' ', rows)}:{count}";

    private static bool IsOfKind(int set, int[] counts, int products, int minCount, ItemsetKind kind)
    {
        IEnumerable<int> larger = Enumerable.Range(0, products).Select(row => set | (1 << row)).Where(other => other != set);
        return kind switch
        {
            ItemsetKind.Closed => larger.All(other => counts[other] < counts[set]),
            ItemsetKind.Maximal => larger.All(other => counts[other] < minCount),
            _ => true,
        };
    }

    private static int AsSet(ReadOnlySpan<int> rows)
    {
        int set = 0;
        foreach (int row in rows)
        {
            set |= 1 << row;
        }

        return set;
    }

    private static IEnumerable<int> Rows(int set) => Enumerable.Range(0, 31).Where(row => (set & (1 << row)) != 0);
}
