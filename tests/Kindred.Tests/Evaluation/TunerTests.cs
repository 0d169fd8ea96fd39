using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class TunerTests
{
    private static readonly TuningOptions Options = new() { Trials = 9, Metric = "ndcg@3" };

    [Fact]
    public void The_best_setting_is_at_least_as_good_as_the_defaults_and_is_measured_on_everything()
    {
        TuningResult result = Tuner.Tune(Task(), ItemKnnModel.Definition, Options, TestContext.Current.CancellationToken);
        Assert.True(result.Quality >= result.DefaultQuality);
        IRecommender model = ItemKnnModel.Definition.Train(Task().Tuning!.Train, result.Best.Options, new TrainingOptions { Seed = Options.Seed }, TestContext.Current.CancellationToken);
        Assert.Equal(result.Quality, Evaluator.Measure(model, Task().Tuning!.Cases, "ndcg@3", cancellation: TestContext.Current.CancellationToken), 1e-9);
    }

    [Fact]
    public void Each_round_keeps_a_third_and_shows_it_three_times_the_users()
    {
        TuningResult result = Tuner.Tune(Task(), ItemKnnModel.Definition, Options, TestContext.Current.CancellationToken);
        (double Share, int Count)[] rounds = [.. result.Trials.GroupBy(t => Math.Round(t.UserShare, 3)).Select(g => (g.Key, g.Count()))];
        Assert.Equal([0.111, 0.333, 1], rounds.Select(r => r.Share));
        Assert.Equal([9, 3], rounds.Take(2).Select(r => r.Count));
        Assert.InRange(rounds[2].Count, 1, 2); // the one that is left, and the defaults if they are another
    }

    [Fact]
    public void The_seed_decides_the_search()
    {
        TuningResult one = Tuner.Tune(Task(), ItemKnnModel.Definition, Options, TestContext.Current.CancellationToken);
        TuningResult same = Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Threads = 1 }, TestContext.Current.CancellationToken);
        TuningResult other = Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Seed = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(one.Trials.Select(t => (t.Request.Label, t.Quality)), same.Trials.Select(t => (t.Request.Label, t.Quality)));
        Assert.NotEqual(one.Trials.Select(t => t.Request.Label), other.Trials.Select(t => t.Request.Label));
    }

    [Fact]
    public void An_interrupted_search_goes_on_from_its_finished_trials_and_ends_as_if_undisturbed()
    {
        TuningResult undisturbed = Tuner.Tune(Task(), ItemKnnModel.Definition, Options, TestContext.Current.CancellationToken);
        using var interruption = new CancellationTokenSource();
        var journal = new ListJournal(stopAfter: 5, interruption);
        Assert.ThrowsAny<OperationCanceledException>(() => Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Journal = journal }, interruption.Token));
        Assert.Equal(5, journal.Trials.Count);
        TuningResult resumed = Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Journal = journal }, TestContext.Current.CancellationToken);
        Assert.Equal(undisturbed.Trials.Select(t => (t.Request.Label, t.UserShare, t.Quality)), resumed.Trials.Select(t => (t.Request.Label, t.UserShare, t.Quality)));
        Assert.Equal(undisturbed.Trials.Count, journal.Trials.Count); // none was measured twice
    }

    [Fact]
    public void Without_validation_data_the_way_out_is_named()
    {
        var fault = Assert.Throws<KindredDataException>(() => Tuner.Tune(Task() with { Tuning = null }, ItemKnnModel.Definition, Options));
        Assert.Contains("--valid", fault.Message, StringComparison.Ordinal);
        Assert.Throws<KindredDataException>(() => Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Metric = "recal@20" }));
        Assert.Throws<KindredDataException>(() => Tuner.Tune(Task(), ItemKnnModel.Definition, Options with { Trials = 1, Reduction = 0 }));
    }

    private sealed class ListJournal(int stopAfter, CancellationTokenSource interruption) : ITrialJournal
    {
        public List<TuningTrial> Trials { get; } = [];

        public TuningTrial? Find(ModelRequest request, double userShare) => Trials.Find(t => t.Request.Label == request.Label && t.UserShare == userShare);

        public void Add(ModelRequest request, TuningTrial trial)
        {
            Trials.Add(trial);
            if (Trials.Count == stopAfter)
            {
                interruption.Cancel();
            }
        }
    }

    private static EvaluationTask Task() => NextItem.LeaveLastOut(ConformanceData.Build());
}
