using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Lcm;

/// <summary>How many baskets hold each pair of codes, in a triangle: row i holds the counts with codes 0 … i − 1.</summary>
/// <remarks>
/// One walk over the baskets in storage order, where delivering item by item would jump to every basket once for each of its
/// items: on data larger than the processor's caches that is most of the time of sparse mining.
/// </remarks>
internal sealed class PairCounts
{
    private const int MostItems = 3000;

    private readonly int[] _counts;

    private PairCounts(int[] counts) => _counts = counts;

    /// <summary>Counts with the codes below <paramref name="code"/>.</summary>
    public ReadOnlySpan<int> With(int code) => _counts.AsSpan((int)Row(code), code);

    /// <summary>Counts all pairs, or gives null where the triangle would be larger than is worth it (18 MB).</summary>
    public static PairCounts? Create(PreparedBaskets baskets, int threads, CancellationToken cancellationToken)
    {
        if (baskets.ItemCount is < 2 or > MostItems)
        {
            return null;
        }

        int parts = Math.Clamp(baskets.Codes.Length >> 16, 1, threads);
        int[][] counts = new int[parts][];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts, CancellationToken = cancellationToken }, part =>
        {
            counts[part] = new int[Row(baskets.ItemCount)];
            int to = (int)((long)baskets.Count * (part + 1) / parts);
            for (int from = (int)((long)baskets.Count * part / parts); from < to; from += 4096)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Count(baskets, from, Math.Min(to, from + 4096), counts[part]);
            }
        });

        foreach (int[] part in counts.Skip(1))
        {
            System.Numerics.Tensors.TensorPrimitives.Add(counts[0], part, counts[0]);
        }

        return new PairCounts(counts[0]);
    }

    private static long Row(int code) => (long)code * (code - 1) / 2;

    private static void Count(PreparedBaskets baskets, int from, int to, int[] counts)
    {
        ref int start = ref MemoryMarshal.GetArrayDataReference(counts);
        for (int basket = from; basket < to; basket++)
        {
            ReadOnlySpan<int> codes = baskets.Basket(basket);
            for (int i = 1; i < codes.Length; i++)
            {
                ref int row = ref Unsafe.Add(ref start, (nint)Row(codes[i]));
                foreach (int partner in codes[..i])
                {
                    Unsafe.Add(ref row, partner)++;
                }
            }
        }
    }
}
