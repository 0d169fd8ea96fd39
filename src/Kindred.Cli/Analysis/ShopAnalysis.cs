using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Report;
using Kindred.Simulation;
using Kindred.Store.Baskets;
using Kindred.Store.Cleaning;
using Kindred.Store.Import;
using Kindred.Store.Readiness;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Analysis;

/// <summary>The main job: from imported orders to proved associations and the report.</summary>
internal sealed class ShopAnalysis(RunContext context, Workspace workspace, AnalysisOptions options, StageClock clock, IProgress<StageProgress> progress)
{
    /// <summary>Checks, mines and proves what the workspace holds.</summary>
    /// <param name="title">The shop's name for the report.</param>
    /// <param name="cleaning">What cleaning did to the orders.</param>
    /// <param name="truth">What was planted, for demo shops; null for real ones.</param>
    public ReportModel Run(string title, CleaningReport cleaning, Truth? truth)
    {
        ReadinessReport readiness = clock.Time("check", () => ReadinessCheck.Run(
            workspace, new ReadinessOptions { Seed = context.Seed, MostItemsets = options.MostItemsets }, progress, context.Cancellation));
        LoadedBaskets loaded = clock.Time("baskets", () => workspace.LoadBaskets(cancellationToken: context.Cancellation));
        var catalogue = CatalogueView.Load(workspace, loaded.Baskets, context.Cancellation);
        int minCount = options.MinCount ?? ThresholdFor(readiness);
        Announce(minCount, readiness);
        var search = new AssociationSearch(options, context.Threads, progress, context.Cancellation);
        Associations found = clock.Time("associations", () => search.Find(loaded, minCount));

        var build = new ReportModelBuilder(catalogue);
        IReadOnlyList<PairFinding> told = FindingSentences.Select(found.BestPairs, options.Findings);
        return new ReportModel
        {
            Title = title,
            GeneratedAt = context.Clock.GetUtcNow(),
            Baskets = BasketFigures.Of(loaded, catalogue, readiness),
            DataQuality = ReportModelBuilder.Quality(Importer.History(workspace), cleaning),
            Mining = ReportModelBuilder.Account(found, found.Mined.AlgorithmReason, options),
            Findings = build.Findings(told, found.Split),
            Rules = build.Rules(found.Rules),
            RulesInAll = found.RulesInAll,
            Network = build.Network(found.BestPairs),
            Readiness = ReportModelBuilder.Readiness(readiness),
            Truth = truth is null ? null : ReportModelBuilder.Truth(Score(truth, found, loaded)),
            Stages = [.. clock.Stages.Select(s => new StageTime(s.Stage, s.Seconds))],
        };
    }

    private static FindingsScore Score(Truth truth, Associations found, LoadedBaskets loaded) => FindingsScore.Of(
        truth, found.Pairs.Pairs.Select(p => new FoundPair(loaded.Baskets.Products[p.First], loaded.Baskets.Products[p.Second], Math.Exp(p.LogQ))));

    /// <summary>Says beforehand what the mining will cost, by the nearest forecast that costs at least as much.</summary>
    private void Announce(int minCount, ReadinessReport readiness)
    {
        MiningForecast nearest = readiness.Costs.Mining.FirstOrDefault(m => m.MinCount <= minCount) ?? readiness.Costs.Mining[^1];
        context.Notes.WriteLine(
            $"Expected for itemsets in at least {minCount:N0} baskets: about {nearest.Itemsets:N0} of them, {nearest.Seconds:0.0} s, {nearest.MemoryMb:N0} MB (forecast for {nearest.MinCount:N0}).");
    }

    /// <summary>The lowest threshold of the forecast that keeps the itemsets to a useful number, but at least the count of a pair.</summary>
    private int ThresholdFor(ReadinessReport readiness)
    {
        MiningForecast forecast = readiness.Costs.Mining.LastOrDefault(m => m.Itemsets <= options.MostItemsets) ?? readiness.Costs.Mining[0];
        return Math.Max(options.MinPairCount, (int)forecast.MinCount);
    }
}
