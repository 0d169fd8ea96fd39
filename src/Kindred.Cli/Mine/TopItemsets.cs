using Kindred.Mining;

namespace Kindred.Cli.Mine;

/// <summary>The itemsets worth showing first: highest support, then fewest products, then their rows in order.</summary>
internal static class TopItemsets
{
    public static IReadOnlyList<int> Of(ItemsetTable itemsets, int count)
    {
        var worstFirst = new PriorityQueue<int, int>(count + 1, Comparer<int>.Create((a, b) => Compare(itemsets, b, a)));
        for (int itemset = 0; itemset < itemsets.Count; itemset++)
        {
            if (worstFirst.Count < count)
            {
                worstFirst.Enqueue(itemset, itemset);
            }
            else
            {
                worstFirst.EnqueueDequeue(itemset, itemset);
            }
        }

        return [.. worstFirst.UnorderedItems.Select(i => i.Element).Order(Comparer<int>.Create((a, b) => Compare(itemsets, a, b)))];
    }

    private static int Compare(ItemsetTable itemsets, int a, int b)
    {
        int order = itemsets.SupportCount(b).CompareTo(itemsets.SupportCount(a));
        if (order == 0)
        {
            order = itemsets.Items(a).Length.CompareTo(itemsets.Items(b).Length);
        }

        return order == 0 ? itemsets.Items(a).SequenceCompareTo(itemsets.Items(b)) : order;
    }
}
