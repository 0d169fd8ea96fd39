using System.Numerics;

namespace Kindred.Mining.Output;

/// <summary>Counts itemsets by length; sets that differ only in perfect extensions are counted with binomials, never listed.</summary>
/// <remarks>Only how often each pair (prefix length, number of free products) came is kept; <see cref="Sum"/> expands it once.</remarks>
internal sealed class LengthCounter(int maxLength) : IItemsetReceiver
{
    private long[][] _byFree = [new long[64]];

    public void Add(ReadOnlySpan<int> codes, int supportCount) => AddSubsets(codes.Length, 0, 1);

    public void AddWithSubsets(ReadOnlySpan<int> codes, ReadOnlySpan<int> free, int supportCount) => AddSubsets(codes.Length, free.Length, 1);

    /// <summary>Counts, <paramref name="times"/> times, C(<paramref name="free"/>, i) itemsets of length <paramref name="prefix"/> + i for each i.</summary>
    public void AddSubsets(int prefix, int free, long times)
    {
        if (free >= _byFree.Length)
        {
            int old = _byFree.Length;
            Array.Resize(ref _byFree, free + 8);
            Array.Fill(_byFree, [], old, _byFree.Length - old);
        }

        if (prefix >= _byFree[free].Length)
        {
            Array.Resize(ref _byFree[free], Math.Max(prefix + 1, 2 * _byFree[free].Length));
        }

        _byFree[free][prefix] += times;
    }

    /// <summary>Adds counters up; the result has no trailing zeros and at least one entry.</summary>
    /// <exception cref="OverflowException">There are more itemsets of one length than a 64-bit number can say.</exception>
    public static long[] Sum(IReadOnlyCollection<LengthCounter> counters)
    {
        var sum = new List<BigInteger> { BigInteger.Zero };
        foreach (LengthCounter counter in counters)
        {
            for (int free = 0; free < counter._byFree.Length; free++)
            {
                for (int prefix = 0; prefix < counter._byFree[free].Length; prefix++)
                {
                    counter.Expand(prefix, free, counter._byFree[free][prefix], sum);
                }
            }
        }

        long[] counts = new long[sum.Count];
        for (int length = 1; length < counts.Length; length++)
        {
            counts[length] = ToCount(sum[length]);
        }

        return counts;
    }

    private void Expand(int prefix, int free, BigInteger ways, List<BigInteger> sum)
    {
        for (int i = 0; i <= free && prefix + i <= maxLength && !ways.IsZero; i++)
        {
            while (sum.Count <= prefix + i)
            {
                sum.Add(BigInteger.Zero);
            }

            sum[prefix + i] += ways;
            ways = ways * (free - i) / (i + 1);
        }
    }

    private static long ToCount(BigInteger count) => count <= long.MaxValue
        ? (long)count
        : throw new OverflowException($"There are {count} itemsets of one length, more than can be counted; give a higher minimum count or a maximum length.");
}
