using Kindred.Mining;
using Kindred.Mining.Planning;
using Kindred.Mining.Rules;
using Kindred.Store.Queries;

namespace Kindred.Store.Readiness;

/// <summary>Predicts what mining and the stages around it will cost.</summary>
/// <remarks>
/// Itemset counts come from <see cref="ItemsetEstimator"/>; times are those counts multiplied by costs for each itemset, rule
/// and line, measured now, on this machine and this data, in a fraction of a second.
/// </remarks>
internal sealed class CostForecaster(CancellableQueries store, ReadinessOptions options, TimeProvider clock, CancellationToken cancellation)
{
    // Processor time of a stage in passes over all lines (the probe of MeasureLine), measured on Online Retail: 6.2 and 8.9 against 0.76 microseconds a line.
    private const double ImportPasses = 8;
    private const double CleanPasses = 12;

    // Bytes of DuckDB's buffers for a line in the widest step of the stage; beyond the memory limit it spills to disk.
    private const double ImportBytesPerLine = 300;
    private const double CleanBytesPerLine = 400;
    private const double BasketBytesPerOccurrence = 30;

    private const int ProbeLines = 200_000;
    private const double MostCalibrationItemsets = 100_000;
    private const double LeastItemsets = 10;
    private const double SuggestedItemsets = 1_000_000;
    private const int MostThresholds = 8;
    private const int LeastCount = 2;
    private const long WorkLimit = 4_000_000;

    private static readonly double[] Supports =
        [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001, 0.0005, 0.0003, 0.0002, 0.0001];

    public CostForecast Forecast(long baskets, long memoryLimitBytes)
    {
        BasketSet sample = BasketSample.Load(store, options.SampleOccurrences ?? ReadinessOptions.SampleFor(memoryLimitBytes));
        double share = baskets == 0 ? 1 : (double)sample.Count / baskets;
        List<ItemsetEstimate> estimates = Estimates(sample);
        Calibration calibration = Calibrate(sample, estimates);
        double basketMb = BasketBytesPerOccurrence * sample.OccurrenceCount / share / 1e6;
        MiningForecast[] mining = [.. estimates.Select(e => Mining(e, calibration, share, basketMb, baskets))];
        return new CostForecast(
            share, mining, mining.LastOrDefault(m => m.Itemsets <= SuggestedItemsets)?.MinCount, Stages(calibration, memoryLimitBytes), calibration,
            "On the public sets the predicted number of itemsets was within a factor of three of the true one (mostly within 10 %), "
                + "and seconds follow it; counts of long itemsets in dense data are the least certain.");
    }

    private List<ItemsetEstimate> Estimates(BasketSet sample)
    {
        var estimates = new List<ItemsetEstimate>();
        foreach (double support in Supports)
        {
            int minCount = (int)Math.Ceiling(support * sample.Count);
            if (minCount < LeastCount || (estimates.Count > 0 && estimates[^1].Total > options.MostItemsets))
            {
                break;
            }

            ItemsetEstimate estimate = ItemsetEstimator.Estimate(sample, minCount, WorkLimit, options.Seed, cancellation);
            if (estimate.Total >= LeastItemsets)
            {
                estimates.Add(estimate);
            }
        }

        return [.. estimates.TakeLast(MostThresholds)];
    }

    private static MiningForecast Mining(ItemsetEstimate estimate, Calibration calibration, double share, double basketMb, long baskets)
    {
        double candidates = estimate.CountByLength.Select((count, length) => length < 2 ? 0 : count * length).Sum();
        double minSupport = (double)estimate.MinCount / Math.Max(1, baskets * share);
        return new MiningForecast(
            (long)Math.Ceiling(estimate.MinCount / share), minSupport, estimate.Total, estimate.RelativeError,
            (calibration.PrepareSeconds + (estimate.Total * calibration.NanosecondsPerItemset * 1e-9)) / share,
            basketMb + (estimate.TableBytes / 1e6), candidates * calibration.NanosecondsPerRule * 1e-9);
    }

    private List<StageForecast> Stages(Calibration calibration, long memoryLimitBytes)
    {
        long lines = store.Long("SELECT count(*) FROM order_lines");
        return
        [
            Stage("import", ImportPasses, ImportBytesPerLine),
            Stage("clean", CleanPasses, CleanBytesPerLine),
        ];

        StageForecast Stage(string name, double passes, double bytes) => new(
            name, passes * lines * calibration.NanosecondsPerLine * 1e-9, Math.Min(memoryLimitBytes, bytes * lines) / 1e6);
    }

    /// <summary>Mines once at the lowest threshold that is surely quick. The first round warms the code up and is not timed.</summary>
    private Calibration Calibrate(BasketSet sample, List<ItemsetEstimate> estimates)
    {
        double perLine = MeasureLine();
        if (estimates.LastOrDefault(e => e.Total <= MostCalibrationItemsets) is not { } quick)
        {
            return new Calibration(0, 0, 0, 0, 0, perLine);
        }

        ItemsetTable itemsets = Mine(sample, quick.MinCount);
        double rules = Seconds(() => RuleMining.Generate(itemsets, new RuleOptions(), cancellation));
        double prepare = Seconds(() => Mine(sample, Math.Max(1, sample.Count)));
        double mine = Seconds(() => itemsets = Mine(sample, quick.MinCount));
        long candidates = 0;
        for (int i = 0; i < itemsets.Count; i++)
        {
            candidates += itemsets.Items(i).Length is var length and > 1 ? length : 0;
        }

        return new Calibration(
            quick.MinCount, itemsets.Count, prepare, Math.Max(0, mine - prepare) * 1e9 / Math.Max(1, itemsets.Count), rules * 1e9 / Math.Max(1, candidates), perLine);
    }

    private ItemsetTable Mine(BasketSet sample, int minCount) =>
        ItemsetMining.Mine(sample, new MiningOptions { MinCount = minCount }, null, cancellation).Itemsets!;

    private double MeasureLine()
    {
        long lines = Probe();
        return Seconds(() => Probe()) * 1e9 / Math.Max(1, lines);

        long Probe() => store.Rows(
            $"SELECT count(*), bit_xor(hash(l)) FROM (SELECT * FROM order_lines LIMIT {ProbeLines}) l", r => r.GetInt64(0)).Single();
    }

    private double Seconds(Action work)
    {
        long start = clock.GetTimestamp();
        work();
        return clock.GetElapsedTime(start).TotalSeconds;
    }
}
