using System.Numerics;
using System.Runtime.InteropServices;

namespace Kindred.Evaluation;

/// <summary>Ranks of single products in a full ranking without sorting it: a product's rank is the number of candidates before it.</summary>
/// <remarks>
/// Before it are all with a higher score and those of equal score at a lower row. A score that is not a number marks what is no candidate; every
/// comparison with it is false, so it is never counted.
/// </remarks>
internal static class Ranks
{
    /// <summary>The rank of the product at <paramref name="row"/>, from 0; the number of candidates if it is none itself.</summary>
    public static int Of(ReadOnlySpan<float> scores, int row)
    {
        float score = scores[row];
        return float.IsNaN(score) ? CandidateCount(scores) : CountAtLeast(scores[..row], score) + CountAbove(scores[(row + 1)..], score);
    }

    /// <summary>Number of scores that are numbers.</summary>
    public static int CandidateCount(ReadOnlySpan<float> scores) => CountAtLeast(scores, float.NegativeInfinity);

    internal static int CountAtLeast(ReadOnlySpan<float> scores, float bound)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var bounds = new Vector<float>(bound);
        Vector<int> counts = Vector<int>.Zero;
        foreach (Vector<float> block in wide)
        {
            counts -= Vector.GreaterThanOrEqual(block, bounds);
        }

        int count = Vector.Sum(counts);
        foreach (float score in scores[(wide.Length * Vector<float>.Count)..])
        {
            count += score >= bound ? 1 : 0;
        }

        return count;
    }

    internal static int CountAbove(ReadOnlySpan<float> scores, float bound)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var bounds = new Vector<float>(bound);
        Vector<int> counts = Vector<int>.Zero;
        foreach (Vector<float> block in wide)
        {
            counts -= Vector.GreaterThan(block, bounds);
        }

        int count = Vector.Sum(counts);
        foreach (float score in scores[(wide.Length * Vector<float>.Count)..])
        {
            count += score > bound ? 1 : 0;
        }

        return count;
    }
}
