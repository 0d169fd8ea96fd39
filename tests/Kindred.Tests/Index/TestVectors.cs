using Kindred.Domain;
using Kindred.Index;
using Kindred.Numerics;

namespace Kindred.Tests.Index;

/// <summary>Vectors with clusters, and the slow, obvious search over them.</summary>
internal static class TestVectors
{
    /// <summary>Points around 40 centres in a plane of 8 dimensions, mapped to more, with noise; norms vary.</summary>
    public static float[] Clustered(int count, int dimensions, ulong seed, int clusters = 40)
    {
        var shape = new RandomStream(1234);
        double[] centres = Normals(shape, clusters * 8);
        double[] map = Normals(shape, 8 * dimensions);
        var random = new RandomStream(seed);
        var vectors = new float[count * dimensions];
        for (int i = 0; i < count; i++)
        {
            int cluster = random.NextInt(clusters);
            double[] point = [.. Enumerable.Range(0, 8).Select(l => centres[(cluster * 8) + l] + (0.6 * random.NextGaussian()))];
            for (int d = 0; d < dimensions; d++)
            {
                int column = d;
                vectors[(i * dimensions) + d] = (float)(Enumerable.Range(0, 8).Sum(l => point[l] * map[(l * dimensions) + column]) + (0.3 * random.NextGaussian()));
            }
        }

        return vectors;
    }

    /// <summary>All rows by the metric in double precision, best first.</summary>
    public static List<(int Row, double Score)> Ranked(VectorMetric metric, IReadOnlyDictionary<int, float[]> vectors, float[] query) =>
        [.. vectors.Select(v => (v.Key, Score(metric, v.Value, query))).OrderByDescending(x => x.Item2).ThenBy(x => x.Key)];

    public static double Score(VectorMetric metric, float[] a, float[] b)
    {
        double dot = a.Zip(b, (x, y) => (double)x * y).Sum();
        double norms = Math.Sqrt(a.Sum(x => (double)x * x)) * Math.Sqrt(b.Sum(x => (double)x * x));
        return metric switch
        {
            VectorMetric.Dot => dot,
            VectorMetric.Cosine => norms == 0 ? 0 : dot / norms,
            _ => -a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum(),
        };
    }

    /// <summary>Mean share of the oracle's ten nearest that the index finds.</summary>
    public static double Recall(IVectorIndex index, IVectorIndex oracle, float[] queries, IndexSearchOptions? options = null, int k = 10)
    {
        int dimensions = index.Dimensions;
        int found = 0;
        int wanted = 0;
        for (int q = 0; q < queries.Length / dimensions; q++)
        {
            ReadOnlySpan<float> query = queries.AsSpan(q * dimensions, dimensions);
            ScoredList truth = oracle.Search(query, k, options);
            found += truth.Rows.ToArray().Intersect(index.Search(query, k, options).Rows.ToArray()).Count();
            wanted += truth.Count;
        }

        return found / (double)wanted;
    }

    private static double[] Normals(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
}
