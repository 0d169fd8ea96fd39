using Kindred.Mining;

namespace Kindred.Tests.Mining.Rules;

/// <summary>A plain Eclat over sorted basket lists, so that rule tests do not lean on the miners under test elsewhere.</summary>
internal static class SmallMiner
{
    public static ItemsetTable Mine(BasketSet baskets, int minCount)
    {
        var lists = new List<int>[baskets.Products.Count];
        for (int row = 0; row < lists.Length; row++)
        {
            lists[row] = [];
        }

        for (int basket = 0; basket < baskets.Count; basket++)
        {
            foreach (int row in baskets[basket])
            {
                lists[row].Add(basket);
            }
        }

        var table = new ItemsetTable(baskets.Count);
        (int Row, int[] Baskets)[] frequent = [.. lists
            .Select((list, row) => (row, list.ToArray()))
            .Where(entry => entry.Item2.Length >= minCount)
            .OrderBy(entry => entry.Item2.Length)];
        Extend(table, [], frequent, minCount);
        return table;
    }

    private static void Extend(ItemsetTable table, List<int> prefix, (int Row, int[] Baskets)[] extensions, int minCount)
    {
        for (int i = 0; i < extensions.Length; i++)
        {
            prefix.Add(extensions[i].Row);
            table.Add([.. prefix], extensions[i].Baskets.Length);
            List<(int, int[])> next = [];
            for (int j = i + 1; j < extensions.Length; j++)
            {
                int[] common = Intersect(extensions[i].Baskets, extensions[j].Baskets);
                if (common.Length >= minCount)
                {
                    next.Add((extensions[j].Row, common));
                }
            }

            Extend(table, prefix, [.. next], minCount);
            prefix.RemoveAt(prefix.Count - 1);
        }
    }

    private static int[] Intersect(int[] a, int[] b)
    {
        var common = new int[Math.Min(a.Length, b.Length)];
        int count = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            int difference = a[i] - b[j];
            if (difference == 0)
            {
                common[count++] = a[i];
            }

            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }

        return common[..count];
    }
}
