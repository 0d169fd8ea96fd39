using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Index;

namespace Kindred.Benchmarks.Index;

/// <summary>
/// One HNSW build and its recall-speed curve, for bench/index/compare_hnswlib.py: <c>hnsw FOLDER DIMS none|int8 M EF_CONSTRUCTION EF,EF,… REPEATS</c>.
/// The folder holds base.f32, queries.f32 (raw, row-major) and truth.i32 (rows of the nearest, the same number a query). One thread; times are
/// processor time, as on the other side; the best of the repeats is taken.
/// </summary>
internal static class HnswRun
{
    public static int Run(string[] args)
    {
        int dimensions = int.Parse(args[1]);
        float[] vectors = Read<float>(args[0], "base.f32");
        float[] queries = Read<float>(args[0], "queries.f32");
        int[] truth = Read<int>(args[0], "truth.i32");
        var options = new HnswOptions
        {
            Quantization = Enum.Parse<VectorQuantization>(args[2].Split('+')[0], ignoreCase: true),
            KeepPruned = args[2].EndsWith("+keep", StringComparison.Ordinal),
            MaxLinks = int.Parse(args[3]),
            EfConstruction = int.Parse(args[4]),
        };
        var index = new HnswIndex(VectorMetric.Dot, dimensions, options);
        TimeSpan started = ProcessorTime();
        index.SetAll(vectors, new IndexWriteOptions { Threads = 1 });
        double build = (ProcessorTime() - started).TotalSeconds;
        var curve = args[5].Split(',').Select(ef => Point(index, queries, truth, int.Parse(ef), int.Parse(args[6]))).ToList();
        var result = new { name = $"Kindred {args[2]}", build_seconds = build, bytes_per_vector = index.SizeBytes / (double)index.Count, curve };
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static object Point(HnswIndex index, float[] queries, int[] truth, int ef, int repeats)
    {
        int count = queries.Length / index.Dimensions;
        int k = truth.Length / count;
        var rows = new int[truth.Length];
        var scores = new float[k];
        var options = new IndexSearchOptions { EfSearch = ef };
        double best = 0;
        for (int repeat = 0; repeat <= repeats; repeat++)
        {
            TimeSpan started = ProcessorTime();
            for (int q = 0; q < count; q++)
            {
                index.Search(queries.AsSpan(q * index.Dimensions, index.Dimensions), rows.AsSpan(q * k, k), scores, options);
            }

            best = Math.Max(best, count / (ProcessorTime() - started).TotalSeconds);
        }

        int hits = Enumerable.Range(0, count).Sum(q => rows.AsSpan(q * k, k).ToArray().Intersect(truth.AsSpan(q * k, k).ToArray()).Count());
        return new { ef, recall = hits / (double)truth.Length, qps = best };
    }

    private static TimeSpan ProcessorTime()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static T[] Read<T>(string folder, string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();
}
