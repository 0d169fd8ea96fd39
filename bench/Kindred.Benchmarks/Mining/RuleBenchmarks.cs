using BenchmarkDotNet.Attributes;
using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Mining.Rules;

namespace Kindred.Benchmarks.Mining;

/// <summary>Making rules from itemsets that are already there.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private ItemsetTable _itemsets = null!;

    [Params(1, int.MaxValue)]
    public int MaxConsequent { get; set; }

    [GlobalSetup]
    public void Load() => _itemsets = ItemsetMining.Mine(
        BasketFile.Read(BenchmarkData.Path("fimi/mushroom.dat.gz"), BasketFileFormat.Fimi), new MiningOptions { MinCount = 1625 }).Itemsets!;

    [Benchmark]
    public long Count() => RuleMining.Count(_itemsets, Options, CancellationToken.None).Rules;

    [Benchmark]
    public int Generate() => RuleMining.Generate(_itemsets, Options, CancellationToken.None).Count;

    private RuleOptions Options => new() { MinConfidence = 0.8, MaxConsequentLength = MaxConsequent, Threads = 1 };
}
