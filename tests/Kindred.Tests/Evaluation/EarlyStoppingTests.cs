using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class EarlyStoppingTests
{
    private static readonly TuningOptions Options = new() { Metric = "ndcg@3", Patience = 1, Threads = 1 };

    [Fact]
    public void The_number_of_epochs_found_has_the_quality_reported()
    {
        EvaluationTask task = NextItem.LeaveLastOut(ConformanceData.Build());
        TuningTrial trial = EarlyStopping.Find(task, ModelRequest.Parse("als:factors=8;epochs=100"), Options, TestContext.Current.CancellationToken);
        Assert.InRange(trial.Request.StopAfterEpochs!.Value, 10, 90);
        Assert.Equal(0, trial.Request.StopAfterEpochs.Value % 10); // validated every tenth of the epochs
        IRecommender model = trial.Request.Definition.Train(
            task.Tuning!.Train, trial.Request.Options, new TrainingOptions { StopAfterEpochs = trial.Request.StopAfterEpochs, Threads = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(trial.Quality, Evaluator.Measure(model, task.Tuning.Cases, "ndcg@3", 1, TestContext.Current.CancellationToken), 1e-9);
    }

    [Fact]
    public void Stopping_after_some_epochs_leaves_the_step_size_as_if_all_were_run()
    {
        InteractionData data = ConformanceData.Build();
        byte[] stopped = Bytes(data, "bpr:epochs=6;factors=4", stopAfter: 3);
        Assert.NotEqual(stopped, Bytes(data, "bpr:epochs=3;factors=4", stopAfter: null));
        Assert.NotEqual(stopped, Bytes(data, "bpr:epochs=6;factors=4", stopAfter: null));
        Assert.Equal(stopped, Bytes(data, "bpr:epochs=6;factors=4", stopAfter: 3));
    }

    [Fact]
    public void A_model_without_epochs_is_only_measured()
    {
        EvaluationTask task = NextItem.LeaveLastOut(ConformanceData.Build());
        TuningTrial trial = EarlyStopping.Find(task, ModelRequest.Parse("knn"), Options, TestContext.Current.CancellationToken);
        Assert.Null(trial.Request.StopAfterEpochs);
        Assert.True(trial.Quality > 0);
    }

    [Fact]
    public void Tuning_keeps_what_is_given_and_brings_the_epochs()
    {
        EvaluationTask task = NextItem.LeaveLastOut(ConformanceData.Build());
        TuningResult result = Tuner.Tune(task, ModelRequest.Parse("als:factors=8;epochs=40"), Options with { Trials = 5 }, TestContext.Current.CancellationToken);
        Assert.All(result.Trials, t => Assert.Equal(("8", "40"), (ModelOptions.Format(t.Request.Options)["factors"], ModelOptions.Format(t.Request.Options)["epochs"])));
        Assert.True(result.Trials.Select(t => ModelOptions.Format(t.Request.Options)["regularization"]).Distinct().Count() > 2);
        Assert.Contains(result.Trials, t => t.Request.StopAfterEpochs is < 40);
        Assert.True(result.Quality >= result.DefaultQuality);
    }

    // The vectors of a training on one thread.
    private static byte[] Bytes(InteractionData data, string model, int? stopAfter)
    {
        ModelRequest request = ModelRequest.Parse(model);
        IRecommender trained = request.Definition.Train(data, request.Options, new TrainingOptions { Threads = 1, StopAfterEpochs = stopAfter }, TestContext.Current.CancellationToken);
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes(((IItemVectors)trained).ItemVectors.Span).ToArray();
    }
}
