using System.Numerics;

namespace Kindred.Index;

/// <summary>Comparing a prepared query with every vector that may be answered, in float32.</summary>
internal static unsafe class ExactSearch
{
    /// <summary>The metric of a prepared query and the vector of a slot.</summary>
    public static float Score(VectorTable table, float* query, int slot) =>
        table.Metric == VectorMetric.Euclidean ? -FloatKernels.SquaredDistance(query, table.Vector(slot), table.Stride)
        : FloatKernels.Dot(query, table.Vector(slot), table.Stride);

    /// <summary>Offers all present vectors to a beam that holds rows.</summary>
    public static void ScanAll(VectorTable table, float* query, Beam top)
    {
        int words = (table.Count + 63) / 64;
        for (int w = 0; w < words; w++)
        {
            for (ulong bits = Volatile.Read(ref table.Live.Pointer[w]); bits != 0; bits &= bits - 1)
            {
                Offer(table, query, (w << 6) + BitOperations.TrailingZeroCount(bits), top);
            }
        }
    }

    /// <summary>Offers the vectors of the allowed rows to a beam that holds rows.</summary>
    public static void ScanAllowed(VectorTable table, float* query, RowSet allowed, Beam top)
    {
        ReadOnlySpan<ulong> words = allowed.Words;
        for (int w = 0; w < words.Length; w++)
        {
            for (ulong bits = words[w]; bits != 0; bits &= bits - 1)
            {
                int row = (w << 6) + BitOperations.TrailingZeroCount(bits);
                int slot = table.Find(row);
                if (slot >= 0)
                {
                    top.Offer(ScoredKey.Of(Score(table, query, slot), row));
                }
            }
        }
    }

    /// <summary>Offers the exact score of a slot under its row, if it is the row's present one.</summary>
    public static void Offer(VectorTable table, float* query, int slot, Beam top)
    {
        int row = table.RowOf.Pointer[slot];
        if (table.Find(row) == slot)
        {
            top.Offer(ScoredKey.Of(Score(table, query, slot), row));
        }
    }

    /// <summary>Writes the rows and scores of a beam; a row that was replaced while the search ran stands there once.</summary>
    public static int Answer(ReadOnlySpan<ulong> top, Span<int> rows, Span<float> scores)
    {
        int count = 0;
        foreach (ulong key in top)
        {
            int row = ScoredKey.Number(key);
            if (!rows[..count].Contains(row))
            {
                rows[count] = row;
                scores[count++] = ScoredKey.Score(key);
            }
        }

        return count;
    }
}
