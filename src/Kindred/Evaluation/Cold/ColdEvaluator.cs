using System.Diagnostics;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Compares methods that find companions of cold products from their titles.</summary>
public static class ColdEvaluator
{
    /// <summary>Splits, learns, asks and judges.</summary>
    /// <param name="baskets">All baskets, as users.</param>
    /// <param name="titles">The title of each product row.</param>
    /// <param name="methods">The methods, of different names.</param>
    /// <param name="fusions">Weighted sums of them.</param>
    /// <param name="options">The protocol.</param>
    /// <param name="run">Seed, threads, bootstrap and progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KindredDataException">No cold product has enough companions, or options are outside their ranges.</exception>
    public static ColdComparison Compare(
        InteractionData baskets, IReadOnlyList<string?> titles, IReadOnlyList<ColdMethod> methods, IReadOnlyList<ColdFusion> fusions, ColdOptions options,
        EvaluationOptions run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(fusions);
        ArgumentNullException.ThrowIfNull(run);
        run.Validate();
        ModelOptions.Validate(options);
        double[][] weights = [.. fusions.Select(f => methods.Select(m => f.Weights.GetValueOrDefault(m.Name)).ToArray())];
        var tally = new ColdTally([.. methods.Select(m => m.Name), .. fusions.Select(f => f.Name)], options);
        for (int number = 0; number < options.Splits; number++)
        {
            ulong seed = run.Seed + (ulong)number;
            var split = ColdSplit.Create(baskets, titles, options, seed, run.Threads, cancellation);
            var training = new TrainingOptions { Seed = seed, Threads = run.Threads };
            List<ColdScorer> scorers = [];
            for (int m = 0; m < methods.Count; m++)
            {
                run.Progress?.Report(new StageProgress($"split {number + 1}: learning", (double)m / methods.Count, methods[m].Name));
                long start = Stopwatch.GetTimestamp();
                scorers.Add(methods[m].Fit(split, training, cancellation));
                tally.AddFit(m, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            var judge = new ColdJudge(split, scorers, weights, options.Cutoff);
            var progress = new ProgressCounter(run.Progress, $"split {number + 1}: asking", split.Cases.Count);
            tally.AddSplit(split, judge.Judge(run.Threads, progress, cancellation));
            for (int m = 0; m < methods.Count; m++)
            {
                tally.AddScoring(m, judge.Milliseconds(m));
            }
        }

        return tally.Compare(run);
    }
}
