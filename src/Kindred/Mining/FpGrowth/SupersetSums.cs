using System.Numerics.Tensors;

namespace Kindred.Mining.FpGrowth;

/// <summary>Sums a table over subsets: table[S] becomes the sum of table[T] over all T ⊇ S (Yates' fast zeta transform).</summary>
internal static class SupersetSums
{
    /// <summary>Transforms in place.</summary>
    /// <param name="table">2^n counters; the index of a counter is the set of items as bits.</param>
    public static void Compute(Span<int> table)
    {
        for (int bit = 1; bit < table.Length; bit <<= 1)
        {
            for (int block = 0; block < table.Length; block += 2 * bit)
            {
                Span<int> without = table.Slice(block, bit);
                ReadOnlySpan<int> with = table.Slice(block + bit, bit);
                AddTo(without, with);
            }
        }
    }

    private static void AddTo(Span<int> target, ReadOnlySpan<int> values)
    {
        if (target.Length >= 16)
        {
            TensorPrimitives.Add(target, values, target);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] += values[i];
        }
    }
}
