using Kindred.Domain;

namespace Kindred.Mining.Input;

/// <summary>Turns parsed numbers into a basket set: integer ids in numeric order, then labels in order of appearance.</summary>
internal static class BasketAssembler
{
    public static BasketSet Assemble(BasketText text)
    {
        int[] rowOfId = RanksOfIds(text.Numbers, out int[] ids);
        int[] rows = new int[text.Numbers.Count];
        int length = 0;
        for (int chunk = 0; chunk < text.Numbers.ChunkCount; chunk++)
        {
            foreach (int number in text.Numbers.Chunk(chunk))
            {
                rows[length++] = number < 0 ? ids.Length + ~number : rowOfId[number];
            }
        }

        int[] offsets = new int[text.Ends.Count + 1];
        SortBaskets(text.Ends, rows, offsets);
        int labels = text.LabelCount;
        var products = Vocabulary.Deferred(ids.Length + labels, () => [.. ids.Select(text.Text), .. Enumerable.Range(0, labels).Select(l => text.Text(~l))]);
        return new BasketSet(products, offsets, rows);
    }

    /// <summary>The rank of every integer id that occurs, indexed by id.</summary>
    private static int[] RanksOfIds(IntChunks numbers, out int[] ids)
    {
        int[] ranks = new int[1 << 10];
        int count = 0;
        for (int chunk = 0; chunk < numbers.ChunkCount; chunk++)
        {
            foreach (int number in numbers.Chunk(chunk))
            {
                if (number >= ranks.Length)
                {
                    Array.Resize(ref ranks, Math.Max(number + 1, 2 * ranks.Length));
                }

                if (number >= 0)
                {
                    count += 1 - ranks[number];
                    ranks[number] = 1;
                }
            }
        }

        ids = new int[count];
        for (int id = 0, rank = 0; rank < count; id++)
        {
            if (ranks[id] != 0)
            {
                ids[rank] = id;
                ranks[id] = rank++;
            }
        }

        return ranks;
    }

    /// <summary>Makes every basket strictly ascending, in place; baskets that already are (the usual case) are only looked at.</summary>
    private static void SortBaskets(IntChunks ends, int[] rows, int[] offsets)
    {
        int start = 0;
        int length = 0;
        int basket = 0;
        for (int chunk = 0; chunk < ends.ChunkCount; chunk++)
        {
            foreach (int end in ends.Chunk(chunk))
            {
                Span<int> from = rows.AsSpan(start, end - start);
                int distinct = Ascends(from) ? from.Length : SortDistinct(from);
                if (length != start)
                {
                    from[..distinct].CopyTo(rows.AsSpan(length));
                }

                length += distinct;
                offsets[++basket] = length;
                start = end;
            }
        }
    }

    private static bool Ascends(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i - 1] >= rows[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int SortDistinct(Span<int> rows)
    {
        rows.Sort();
        int distinct = 1;
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] != rows[distinct - 1])
            {
                rows[distinct++] = rows[i];
            }
        }

        return distinct;
    }
}
