using Kindred.Mining.Planning;

namespace Kindred.Mining.FpGrowth;

/// <summary>Sorts baskets lexicographically by their codes, so that baskets with a common prefix stand together.</summary>
internal static class LexicographicOrder
{
    private const int KeyItems = 4;
    private const int BitsAnItem = 16;

    /// <summary>The kept baskets in lexicographic order; equal baskets keep their own order.</summary>
    /// <remarks>The first four codes, packed into 16 bits each, decide nearly always; ties are compared in full.</remarks>
    public static int[] Sort(PreparedBaskets baskets)
    {
        int[] order = new int[baskets.Count];
        ulong[] keys = new ulong[baskets.Count];
        for (int basket = 0; basket < order.Length; basket++)
        {
            order[basket] = basket;
            keys[basket] = Key(baskets.Basket(basket));
        }

        Array.Sort(keys, order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            order.AsSpan(start, end - start).Sort((a, b) => Compare(baskets, a, b));
        }

        return order;
    }

    private static int Compare(PreparedBaskets baskets, int a, int b)
    {
        int order = baskets.Basket(a).SequenceCompareTo(baskets.Basket(b));
        return order != 0 ? order : a.CompareTo(b);
    }

    // Codes beyond 16 bits share the last value: the key then orders less finely but never wrongly.
    private static ulong Key(ReadOnlySpan<int> codes)
    {
        ulong key = 0;
        for (int i = 0; i < KeyItems; i++)
        {
            uint part = i < codes.Length ? (uint)Math.Min(codes[i] + 1, ushort.MaxValue) : 0;
            key = (key << BitsAnItem) | part;
        }

        return key;
    }
}
