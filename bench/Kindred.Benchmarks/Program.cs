using Kindred.Benchmarks.Encoders;
using Kindred.Benchmarks.Index;
using Kindred.Benchmarks.Mining;
using Kindred.Benchmarks.Models;

// Whole-program runs (mine, quest, hnsw, models, inverse, quality, encoders) are timed from outside; everything else goes to BenchmarkDotNet.
return args switch
{
    ["mine", .. string[] rest] => MineRun.Run(rest),
    ["quest", .. string[] rest] => QuestGenerator.Run(rest),
    ["hnsw", .. string[] rest] => HnswRun.Run(rest),
    ["encoders", .. string[] rest] => EncoderRun.Run(rest),
    ["models", .. string[] rest] => ModelRun.Run(rest),
    ["inverse", .. string[] rest] => InverseRun.Run(rest),
    ["quality", .. string[] rest] => QualityRun.Run(rest),
    _ => Benchmarks(args),
};

static int Benchmarks(string[] args)
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(MineRun).Assembly).Run(args);
    return 0;
}
