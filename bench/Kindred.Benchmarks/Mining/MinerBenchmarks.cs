using BenchmarkDotNet.Attributes;
using Kindred.Mining;
using Kindred.Mining.Input;

namespace Kindred.Benchmarks.Mining;

/// <summary>Counting itemsets in memory, without reading: dense (mushroom, chess) and sparse (retail) data.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class MinerBenchmarks
{
    private BasketSet _baskets = null!;

    [Params("mushroom 813", "chess 1598", "retail 18")]
    public string Task { get; set; } = string.Empty;

    [Params(MiningAlgorithm.Lcm, MiningAlgorithm.Eclat, MiningAlgorithm.FpGrowth)]
    public MiningAlgorithm Algorithm { get; set; }

    [Params(ItemsetKind.Frequent, ItemsetKind.Closed)]
    public ItemsetKind Kind { get; set; }

    [GlobalSetup]
    public void Load() => _baskets = BasketFile.Read(BenchmarkData.Path($"fimi/{Task.Split(' ')[0]}.dat.gz"), BasketFileFormat.Fimi);

    [Benchmark]
    public long Count() => ItemsetMining.Mine(
        _baskets, new MiningOptions { MinCount = int.Parse(Task.Split(' ')[1]), Algorithm = Algorithm, Kind = Kind, Threads = 1, CountOnly = true }).Total;
}
