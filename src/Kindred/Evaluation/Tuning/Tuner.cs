using System.Globalization;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Seeded random search with successive halving on the tuning part of a task (Jamieson &amp; Talwalkar, 2016).</summary>
/// <remarks>
/// The first round trains many settings on few users and asks few cases; each round keeps the better ones and gives them more, until the
/// last ones see everything. The defaults always take part in the last round, so tuning never returns less than they give on the tuning cases.
/// Models trained in epochs are stopped early, and the number of epochs found goes with the settings. Test cases are never seen. Same seed, same result,
/// but for models that are not deterministic on several threads (BPR, item2vec).
/// </remarks>
public static class Tuner
{
    /// <summary>Searches the best settings of a kind of model.</summary>
    /// <param name="task">A task with a tuning part.</param>
    /// <param name="definition">The kind.</param>
    /// <param name="options">How long and by which metric.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="KindredDataException">The task has no tuning part, or the options are not allowed.</exception>
    public static TuningResult Tune(EvaluationTask task, ModelDefinition definition, TuningOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Tune(task, new ModelRequest(definition, definition.ParseOptions([])), options, cancellation);
    }

    /// <summary>Searches the best settings of a model of which some are given: options that differ from their default stay as they are.</summary>
    /// <inheritdoc cref="Tune(EvaluationTask, ModelDefinition, TuningOptions, CancellationToken)"/>
    public static TuningResult Tune(EvaluationTask task, ModelRequest start, TuningOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new Search(TuningPart(task), start with { StopAfterEpochs = null }, options, cancellation).Run();
    }

    internal static EvaluationTask TuningPart(EvaluationTask task) => task?.Tuning is { Cases.Count: > 0 } tuning
        ? tuning
        : throw new KindredDataException("Tuning needs validation data apart from the test data, and there is none. Give a validation file (--valid), or choose a protocol that has some.");

    private sealed class Search(EvaluationTask tuning, ModelRequest start, TuningOptions options, CancellationToken cancellation)
    {
        private readonly List<TuningTrial> _trials = [];

        public TuningResult Run()
        {
            List<ModelRequest> field = Draw();
            int rounds = 1 + (int)Math.Floor(Math.Log(field.Count) / Math.Log(options.Reduction));
            for (int round = 0; round < rounds - 1; round++)
            {
                double share = Math.Pow(options.Reduction, round - rounds + 1);
                List<TuningTrial> ranked = Round(field, share, round, rounds);
                field = [.. ranked.Take(Math.Max(1, field.Count / options.Reduction)).Select(t => t.Request)];
            }

            List<TuningTrial> last = Round([.. field.Append(start).DistinctBy(r => r.Label)], 1, rounds - 1, rounds);
            double standard = last.Find(t => t.Request.Label == start.Label)!.Quality;
            return new TuningResult(last[0].Request, last[0].Quality, standard, _trials);
        }

        private List<ModelRequest> Draw()
        {
            var random = new RandomStream(options.Seed);
            var field = new List<ModelRequest> { start };
            IReadOnlyDictionary<string, string> given = ModelOptions.Format(start.Options);
            ILookup<bool, ModelParameter> parameters = start.Definition.Parameters.ToLookup(p => p.Search is not null && given[p.Name] == p.Default);
            for (int trial = 1; trial < options.Trials; trial++)
            {
                string[] drawn = [.. parameters[true].Select(p => $"{p.Name}={DrawValue(p, random)}")];
                field.Add(start with { Options = start.Definition.ParseOptions([.. drawn, .. parameters[false].Select(p => $"{p.Name}={given[p.Name]}")]) });
            }

            return [.. field.DistinctBy(r => r.Label)];
        }

        private static string DrawValue(ModelParameter parameter, RandomStream random)
        {
            string[] choices = parameter.Choices();
            if (choices.Length > 0)
            {
                return choices[random.NextInt(choices.Length)];
            }

            SearchRangeAttribute range = parameter.Search!;
            double at = random.NextDouble();
            double value = range.Logarithmic
                ? range.Low * Math.Pow(range.High / range.Low, at)
                : range.Low + ((range.High - range.Low) * at);
            return parameter.Type == typeof(int)
                ? Math.Round(value).ToString(CultureInfo.InvariantCulture)
                : value.ToString("G4", CultureInfo.InvariantCulture);
        }

        // Best first; equal ones in the order drawn.
        private List<TuningTrial> Round(List<ModelRequest> field, double share, int round, int rounds)
        {
            (InteractionData train, IReadOnlyList<EvaluationCase> cases) = Part(share);
            var measured = new List<TuningTrial>();
            foreach (ModelRequest request in field)
            {
                double done = (round + ((double)measured.Count / field.Count)) / rounds;
                options.Progress?.Report(new StageProgress($"tuning {start.Definition.Name}", done, $"round {round + 1} of {rounds}, {share:P0} of the users: {request.Label}"));
                cancellation.ThrowIfCancellationRequested();
                measured.Add(options.Journal?.Find(request, share) ?? Measure(train, cases, request, share));
            }

            _trials.AddRange(measured);
            return [.. measured.OrderByDescending(t => t.Quality)];
        }

        private TuningTrial Measure(InteractionData train, IReadOnlyList<EvaluationCase> cases, ModelRequest request, double share)
        {
            TuningTrial trial = EarlyStopping.Train(train, cases, request, share, options, cancellation);
            options.Journal?.Add(request, trial);
            return trial;
        }

        // A seeded part of the users, with the cases of those users and as large a share of the cases that are no trained user's.
        private (InteractionData Train, IReadOnlyList<EvaluationCase> Cases) Part(double share)
        {
            if (share >= 1)
            {
                return (tuning.Train, tuning.Cases);
            }

            InteractionData all = tuning.Train;
            bool[] kept = [.. Enumerable.Range(0, all.UserCount).Select(u => new RandomStream(options.Seed, 1 + (ulong)u).NextDouble() < share)];
            EvaluationCase[] cases = [.. tuning.Cases.Where((question, i) => question.Query.User is { } user ? kept[user] : new RandomStream(options.Seed, ulong.MaxValue - (ulong)i).NextDouble() < share)];
            return cases.Length == 0 ? (all, tuning.Cases) : (InteractionMerge.Select(all, kept), cases);
        }
    }
}
