using System.Diagnostics;
using Kindred.Mining;
using Kindred.Mining.Input;

namespace Kindred.Benchmarks.Mining;

/// <summary>
/// One whole-program mining run: <c>mine FILE --min-count N [--threads T] [--itemsets K] [--algorithm A] [--nowhere]</c>.
/// Counts only, or with --nowhere hands every set to a sink that drops it, as the peers' figures were taken.
/// </summary>
internal static class MineRun
{
    public static int Run(string[] args)
    {
        long started = Stopwatch.GetTimestamp();
        var named = new Dictionary<string, string>();
        for (int i = 1; i < args.Length; i++)
        {
            named[args[i]] = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : string.Empty;
        }

        BasketSet baskets = BasketFile.Read(args[0]);
        double read = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        MiningOptions options = new()
        {
            MinCount = int.Parse(named["--min-count"]),
            Threads = int.Parse(named.GetValueOrDefault("--threads", "0")),
            Kind = Enum.Parse<ItemsetKind>(named.GetValueOrDefault("--itemsets", "frequent"), ignoreCase: true),
            Algorithm = Enum.Parse<MiningAlgorithm>(named.GetValueOrDefault("--algorithm", "auto"), ignoreCase: true),
            CountOnly = true,
        };
        var nowhere = new Nowhere();
        MiningResult result = named.ContainsKey("--nowhere") ? ItemsetMining.MineTo(baskets, nowhere, options)
            : ItemsetMining.Mine(baskets, options with { CountOnly = !named.ContainsKey("--table") });
        double all = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        using Process self = Process.GetCurrentProcess();
        double peak = self.PeakWorkingSet64 / 1048576.0;
        Console.WriteLine($"{result.Total} itemsets, {result.Algorithm}, read {read:F0} ms, all {all:F0} ms, since start {(DateTime.Now - self.StartTime).TotalMilliseconds:F0} ms, processor {self.TotalProcessorTime.TotalMilliseconds:F0} ms, peak {peak:F0} MB");
        return 0;
    }

    private sealed class Nowhere : IItemsetSink
    {
        public long Sum { get; private set; }

        public void Add(ReadOnlySpan<int> rows, int supportCount) => Sum += rows[0] ^ supportCount;
    }
}
