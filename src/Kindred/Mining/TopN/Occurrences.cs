using Kindred.Mining.Planning;

namespace Kindred.Mining.TopN;

/// <summary>The baskets that hold a set, by intersecting the lists of its products from the rarest up.</summary>
internal static class Occurrences
{
    // A binary search in a list of usual length costs about this many steps of a merge.
    private const int SearchCost = 16;

    /// <summary>Baskets that hold all codes, ascending.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="codes">At least one code, ascending: the last is the rarest.</param>
    public static int[] Of(PreparedBaskets baskets, ReadOnlySpan<int> codes)
    {
        int[] common = baskets.TidList(codes[^1]).ToArray();
        for (int i = codes.Length - 2; i >= 0; i--)
        {
            common = Intersect(common, baskets.TidList(codes[i]));
        }

        return common;
    }

    /// <summary>Values in both ascending lists.</summary>
    public static int[] Intersect(ReadOnlySpan<int> few, ReadOnlySpan<int> many)
    {
        int[] common = new int[few.Length];
        int count = 0;
        foreach (int value in few)
        {
            if (many.Length > SearchCost * few.Length)
            {
                int found = many.BinarySearch(value);
                common[count] = value;
                count += found >= 0 ? 1 : 0;
                many = many[(found >= 0 ? found : ~found)..];
                continue;
            }

            int skip = 0;
            while (skip < many.Length && many[skip] < value)
            {
                skip++;
            }

            many = many[skip..];
            common[count] = value;
            count += !many.IsEmpty && many[0] == value ? 1 : 0;
        }

        return common[..count];
    }
}
