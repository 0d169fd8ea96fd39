using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Index;

namespace Kindred.Benchmarks.Index;

/// <summary>
/// One HNSW build, and the recall and speed of searches, for bench/index/compare_hnswlib.py:
/// <c>hnsw build FOLDER DIMS none|int8[+lean] M EF_CONSTRUCTION THREADS INDEX</c> and <c>hnsw search FOLDER DIMS INDEX EF,EF,… REPEATS</c>.
/// The folder holds base.f32, queries.f32 (raw, row-major) and truth.i32 (rows of the nearest, the same number a query). Searches run on one
/// thread and are timed by processor time, as on the other side; the best of the repeats is taken. "+lean" is without KeepPruned.
/// </summary>
internal static class HnswRun
{
    public static int Run(string[] args)
    {
        object result = args[0] == "build" ? Build(args[1..]) : Search(args[1..]);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static object Build(string[] args)
    {
        var options = new HnswOptions
        {
            Quantization = Enum.Parse<VectorQuantization>(args[2].Split('+')[0], ignoreCase: true),
            KeepPruned = !args[2].EndsWith("+lean", StringComparison.Ordinal),
            MaxLinks = int.Parse(args[3]),
            EfConstruction = int.Parse(args[4]),
        };
        var index = new HnswIndex(VectorMetric.Dot, int.Parse(args[1]), options);
        float[] vectors = Read<float>(args[0], "base.f32");
        TimeSpan processor = ProcessorTime();
        long wall = Stopwatch.GetTimestamp();
        index.SetAll(vectors, new IndexWriteOptions { Threads = int.Parse(args[5]) });
        double wallSeconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
        double processorSeconds = (ProcessorTime() - processor).TotalSeconds;
        index.Save(args[6]);
        return new { processor_seconds = processorSeconds, wall_seconds = wallSeconds, bytes_per_vector = index.SizeBytes / (double)index.Count };
    }

    private static List<object> Search(string[] args)
    {
        HnswIndex index = HnswIndex.Load(args[2]);
        float[] queries = Read<float>(args[0], "queries.f32");
        int[] truth = Read<int>(args[0], "truth.i32");
        int[] breadths = [.. args[3].Split(',').Select(int.Parse)];
        _ = Point(index, queries, truth, breadths.Max(), 5); // The program is compiled while it runs: the first searches are not timed.
        return breadths.Select(ef => Point(index, queries, truth, ef, int.Parse(args[4]))).ToList();
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
