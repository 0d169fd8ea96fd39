using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Means over bootstrap samples of the cases, the same samples for every model, so that differences are paired.</summary>
/// <remarks>
/// Efron &amp; Tibshirani (1993): sample s draws n cases of n with replacement from random stream s of the seed. Intervals are percentile intervals;
/// the two-sided p-value of a difference is twice the share of samples on its other side of zero, counting the observed one.
/// </remarks>
internal static class BootstrapMeans
{
    /// <summary>The mean of each metric in each sample.</summary>
    /// <param name="values">One array a metric, one value a case.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <returns>One array a metric, one mean a sample.</returns>
    public static double[][] Draw(IReadOnlyList<float[]> values, int samples, ulong seed, int threads)
    {
        int cases = values.Count == 0 ? 0 : values[0].Length;
        double[][] means = [.. values.Select(_ => new double[samples])];
        Parallel.For(0, samples, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, sample =>
        {
            var random = new RandomStream(seed, (ulong)sample);
            var weights = new float[cases];
            for (int i = 0; i < cases; i++)
            {
                weights[random.NextInt(cases)]++;
            }

            for (int m = 0; m < means.Length; m++)
            {
                means[m][sample] = cases == 0 ? 0 : TensorPrimitives.Dot<float>(weights, values[m]) / (double)cases;
            }
        });
        return means;
    }

    /// <summary>The percentile interval of bootstrap means.</summary>
    public static Interval Percentile(double[] means, double confidence)
    {
        double[] ascending = [.. means.Order()];
        int cut = (int)Math.Floor((1 - confidence) / 2 * ascending.Length);
        return new Interval(ascending[cut], ascending[^(cut + 1)]);
    }

    /// <summary>Two-sided p-value of the hypothesis that two models are equally good.</summary>
    public static double PairedPValue(double[] one, double[] other)
    {
        int below = 0;
        int above = 0;
        for (int s = 0; s < one.Length; s++)
        {
            below += one[s] <= other[s] ? 1 : 0;
            above += one[s] >= other[s] ? 1 : 0;
        }

        return Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (one.Length + 1));
    }

    /// <summary>p-values adjusted for having asked several questions at once (Holm, 1979), in the order given.</summary>
    public static double[] Holm(double[] pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Length).OrderBy(i => pValues[i])];
        var adjusted = new double[pValues.Length];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }

        return adjusted;
    }
}
