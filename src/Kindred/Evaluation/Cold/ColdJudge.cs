using System.Diagnostics;
using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Asks fitted methods, and fusions of them, the cases of one split. The values of a case are recall and NDCG of each in turn.</summary>
internal sealed class ColdJudge(ColdSplit split, IReadOnlyList<ColdScorer> scorers, IReadOnlyList<double[]> fusions, int cutoff)
{
    private readonly long[] _ticks = new long[scorers.Count];

    /// <summary>Milliseconds of one thread that a scorer took for all cases.</summary>
    public double Milliseconds(int scorer) => 1000.0 * _ticks[scorer] / Stopwatch.Frequency;

    /// <summary>One array a case; results do not depend on threads.</summary>
    public float[][] Judge(int threads, ProgressCounter progress, CancellationToken cancellation)
    {
        var values = new float[split.Cases.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        Parallel.For(0, values.Length, parallel, i =>
        {
            values[i] = [.. Rankings(split.Cases[i]).SelectMany(scores => Measure(split.Cases[i], scores))];
            progress.Step();
        });
        return values;
    }

    private IEnumerable<float[]> Rankings(ColdCase question)
    {
        var standard = new List<float[]>(scorers.Count);
        for (int s = 0; s < scorers.Count; s++)
        {
            var scores = new float[split.Titles.Count];
            long start = Stopwatch.GetTimestamp();
            scorers[s](question, scores);
            Interlocked.Add(ref _ticks[s], Stopwatch.GetTimestamp() - start);
            yield return scores;
            standard.Add(Standardize(scores));
        }

        foreach (double[] weights in fusions)
        {
            var sum = new float[split.Titles.Count];
            for (int s = 0; s < weights.Length; s++)
            {
                TensorPrimitives.MultiplyAdd(standard[s], (float)weights[s], sum, sum);
            }

            yield return sum;
        }
    }

    // Mean 0 and deviation 1 over the warm products; scores that are all equal say nothing and become 0.
    private float[] Standardize(float[] scores)
    {
        double sum = 0, squares = 0;
        int count = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (split.IsWarm(row))
            {
                sum += scores[row];
                squares += (double)scores[row] * scores[row];
                count++;
            }
        }

        double mean = sum / Math.Max(1, count);
        double deviation = Math.Sqrt(Math.Max(0, (squares / Math.Max(1, count)) - (mean * mean)));
        return [.. scores.Select(s => deviation > 1e-9 ? (float)((s - mean) / deviation) : 0)];
    }

    private float[] Measure(ColdCase question, float[] scores)
    {
        var top = new TopK(cutoff);
        for (int row = 0; row < scores.Length; row++)
        {
            if (split.IsWarm(row))
            {
                top.Add(row, scores[row]);
            }
        }

        ScoredList list = top.Drain();
        double gain = 0, ideal = 0;
        int hits = 0;
        for (int rank = 0; rank < list.Count; rank++)
        {
            bool hit = Array.BinarySearch(question.Companions, list[rank].Row) >= 0;
            hits += hit ? 1 : 0;
            gain += hit ? 1 / Math.Log2(rank + 2) : 0;
        }

        int most = Math.Min(cutoff, question.Companions.Length);
        for (int rank = 0; rank < most; rank++)
        {
            ideal += 1 / Math.Log2(rank + 2);
        }

        return [(float)hits / most, (float)(gain / ideal)];
    }
}
