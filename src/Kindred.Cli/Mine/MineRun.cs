using Kindred.Cli.Shell;
using Kindred.Mining;
using Kindred.Mining.Answers;
using Kindred.Mining.Generalized;
using Kindred.Mining.Rules;
using Kindred.Mining.TopN;
using Kindred.Store.Export;

namespace Kindred.Cli.Mine;

/// <summary>One run of <c>kindred mine</c>: read, mine, make rules, write, tell.</summary>
internal sealed class MineRun(RunContext context, MineOptionSet given)
{
    private const int Shown = 20;

    // What a run holds beside the itemsets: the runtime, and the baskets as read and as prepared for mining.
    private const long RuntimeBytes = 60L << 20;
    private const int BytesPerOccurrence = 12;

    private readonly StageClock _clock = new(context.Clock);
    private readonly RuleStage? _rules = context.Arguments.GetValue(given.Rules) ? new RuleStage(context, given) : null;
    private readonly bool _countOnly = context.Arguments.GetValue(given.CountOnly);

    public int Execute()
    {
        MineSource source = _clock.Time("read", () => MineSource.Read(context, given));
        MiningOptions options = Options(source);
        MiningResult mined = Progress.Show(context, progress => _clock.Time("mine", () => MineItemsets(source, options, new FractionOf(progress, "mining"))));
        RuleTable? rules = _rules is null or { OnlyCounts: true } ? null : _clock.Time("rules", () => _rules.Generate(source, mined.Itemsets!));
        MineSummary summary = Summarise(source, options, mined) with { Rules = Count(mined, rules), TopRules = _countOnly || rules is null ? null : _clock.Time("rules", () => _rules!.Best(source, rules, Shown)) };
        if (context.Arguments.GetValue(given.Output) is { } path)
        {
            _clock.Time("write", () => Write(path, source, mined, rules));
        }

        Tell(summary with { Seconds = Seconds(), PeakMemoryMb = PeakMemory.Megabytes() }, mined);
        return ExitCode.Done;
    }

    private MiningOptions Options(MineSource source)
    {
        int? minCount = context.Arguments.GetValue(given.MinCount);
        return new MiningOptions
        {
            MinCount = minCount,
            MinSupport = minCount is null ? context.Arguments.GetValue(given.MinSupport) ?? MineOptionSet.DefaultMinSupport : null,
            Kind = MineOptionSet.KindOf(context.Arguments.GetValue(given.Itemsets)!),
            Algorithm = MineOptionSet.AlgorithmOf(context.Arguments.GetValue(given.Algorithm)!),
            MaxLength = context.Arguments.GetValue(given.MaxLength),

            // Rules need every subset of an itemset: with them, the products asked for choose among the rules instead.
            MustContain = _rules is null ? source.Rows(context.Arguments.GetValue(given.MustContain) ?? [], "--must-contain") : [],
            MustNotContain = source.Rows(context.Arguments.GetValue(given.MustNotContain) ?? [], "--must-not-contain"),
            Threads = context.Threads,
            MemoryLimitBytes = Math.Max(1 << 20, context.MemoryLimitBytes - RuntimeBytes - (BytesPerOccurrence * (long)source.Baskets.OccurrenceCount)),
            CountOnly = _countOnly && _rules is null,
        };
    }

    private MiningResult MineItemsets(MineSource source, MiningOptions options, IProgress<double> progress)
    {
        if (context.Arguments.GetValue(given.Top) is { } top)
        {
            return MineTop(source, options, top);
        }

        return source.Categories is { } tree
            ? Result(GeneralizedMining.Mine(source.Baskets, tree, options, progress, context.Cancellation), options, "Generalised itemsets are found depth-first over basket lists.")
            : ItemsetMining.Mine(source.Baskets, options, progress, context.Cancellation);
    }

    private MiningResult MineTop(MineSource source, MiningOptions options, int top)
    {
        BasketSet baskets = source.Categories?.Extend(source.Baskets) ?? source.Baskets;
        ItemsetTable itemsets = Mining.TopN.TopItemsets.Mine(
            baskets,
            new TopItemsetOptions { Count = top, Kind = options.Kind, MinLength = context.Arguments.GetValue(given.MinLength), MaxLength = options.MaxLength, MustNotContain = options.MustNotContain },
            context.Cancellation);
        return Result(itemsets, options, "The most frequent itemsets are found best first, over basket lists.");
    }

    private MiningResult Result(ItemsetTable itemsets, MiningOptions options, string reason)
    {
        var byLength = new List<long> { 0 };
        int lowest = itemsets.Count == 0 ? 0 : int.MaxValue;
        for (int itemset = 0; itemset < itemsets.Count; itemset++)
        {
            int length = itemsets.Items(itemset).Length;
            while (byLength.Count <= length)
            {
                byLength.Add(0);
            }

            byLength[length]++;
            lowest = Math.Min(lowest, itemsets.SupportCount(itemset));
        }

        return new MiningResult
        {
            Itemsets = itemsets,
            CountByLength = byLength,
            BasketCount = itemsets.BasketCount,
            MinCount = context.Arguments.GetValue(given.Top) is null ? options.ResolveMinCount(itemsets.BasketCount) : lowest,
            Kind = options.Kind,
            Algorithm = MiningAlgorithm.Eclat,
            AlgorithmReason = reason,
            Threads = context.Threads,
        };
    }

    private RuleCounts? Count(MiningResult mined, RuleTable? rules) =>
        rules is not null ? new RuleCounts(rules.Count)
        : _rules is not null ? new RuleCounts(_clock.Time("rules", () => _rules.Count(mined.Itemsets!)))
        : null;

    private bool Write(string path, MineSource source, MiningResult mined, RuleTable? rules)
    {
        if (rules is null)
        {
            FindingsExport.WriteItemsets(path, mined.Itemsets!, source.Names, source.KnownTitles, context.Cancellation);
        }
        else
        {
            FindingsExport.WriteRules(path, rules, source.Names, source.KnownTitles, _rules!.Columns(rules), context.Cancellation);
        }

        context.Notes.WriteLine($"Written: {path}");
        return true;
    }

    private MineSummary Summarise(MineSource source, MiningOptions options, MiningResult mined) => new()
    {
        Baskets = mined.BasketCount,
        Products = source.Baskets.Products.Count,
        MinCount = mined.MinCount,
        Algorithm = MineOptionSet.NameOf(mined.Algorithm),
        Threads = mined.Threads,
        Itemsets = new ItemsetCounts(mined.Total, ByLength(mined)),
        Rules = null,
        Seconds = Seconds(),
        PeakMemoryMb = PeakMemory.Megabytes(),
        TopItemsets = _countOnly ? null : [.. TopItemsets.Of(mined.Itemsets!, Shown).Select(i => Row(source, mined.Itemsets!, i))],
        Explanation = Explain(source, options, mined),
    };

    private StageSeconds Seconds() => new(_clock.Of("read"), _clock.Of("mine"), _clock.Of("rules"), _clock.Of("write"), _clock.Total);

    /// <summary>What limits an answer that is empty, poor or huge; null for one that is as it should be.</summary>
    private string? Explain(MineSource source, MiningOptions options, MiningResult mined)
    {
        if (context.Arguments.GetValue(given.Top) is not null || source.Categories is not null)
        {
            return null;
        }

        // A huge count in JSON speaks for itself, and what explains it would take longer than the count.
        if (_countOnly && mined.Total > 0)
        {
            return null;
        }

        AnswerExplanation explanation = new AnswerExplainer(source.Baskets, options, source.NameOf).Explain(mined.CountByLength, context.Cancellation);
        return explanation.Limit == AnswerLimit.None ? null : explanation.Text;
    }

    private void Tell(MineSummary summary, MiningResult mined)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, summary, _countOnly ? CountJson.Default.MineSummary : JsonOutput.Default.MineSummary);
        }
        else
        {
            MineText.Write(context.Output, summary, context.Arguments.GetValue(given.Itemsets)!, mined.AlgorithmReason);
        }
    }

    private static Dictionary<string, long> ByLength(MiningResult mined)
    {
        var counts = new Dictionary<string, long>();
        for (int length = 1; length < mined.CountByLength.Count; length++)
        {
            if (mined.CountByLength[length] > 0)
            {
                counts.Add($"{length}", mined.CountByLength[length]);
            }
        }

        return counts;
    }

    private static ItemsetRow Row(MineSource source, ItemsetTable itemsets, int itemset) => new()
    {
        Items = source.Ids(itemsets.Items(itemset)),
        Titles = source.Titles(itemsets.Items(itemset)),
        Count = itemsets.SupportCount(itemset),
        Support = (double)itemsets.SupportCount(itemset) / itemsets.BasketCount,
    };
}
