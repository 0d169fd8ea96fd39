using Kindred.Domain;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Tests.Encoders;
using Kindred.Neural.Training;
using Kindred.Numerics;

namespace Kindred.Neural.Tests.CrossEncoders;

public class CrossEncoderTrainingTests
{
    /// <summary>Cancels after a number of steps of the training that is running.</summary>
    private sealed class CancelAfter(CancellationTokenSource cancel, int steps) : IProgress<StageProgress>
    {
        private int _seen;

        public void Report(StageProgress value)
        {
            if (value.Fraction is not null && ++_seen == steps)
            {
                cancel.Cancel();
            }
        }
    }

    private static readonly CrossEncoderTrainingOptions Options = new()
    {
        Steps = new EncoderTrainingOptions { Epochs = 10, BatchSize = 16, LearningRate = 3e-3, MaxTokens = 24 },
        Patience = 10,
    };

    // The planted rule: two offers match when they share a code, whatever the words beside it; every code is new, so none can be learned by heart.
    private static LabelledPair[] Planted(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        string Code() => $"k{random.NextInt(1_000_000)}";
        string Words() => $"w{random.NextInt(20)} w{random.NextInt(20)}";
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            string code = Code();
            return new LabelledPair($"{Words()} {code}", $"{(i % 2 == 0 ? code : Code())} {Words()}", i % 2 == 0 ? 1 : 0);
        })];
    }

    [Fact]
    public void Which_offers_share_a_code_is_learned_from_random_weights()
    {
        using var folder = new TinyModelFolder();
        using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3);
        LabelledPair[] test = Planted(200, 9);
        CrossEncoderTrainingResult result = new CrossEncoderTraining(model, Options).Train(Planted(400, 7), Planted(100, 8), cancellation: TestContext.Current.CancellationToken);
        float[] logits = model.Score([.. test.Select(p => p.Left)], [.. test.Select(p => p.Right)], TestContext.Current.CancellationToken);
        Assert.All(test.Zip(logits), p => Assert.Equal(p.First.Label == 1, p.Second > 0));
        Assert.Equal(1, result.Validations[result.BestEpoch]);
        Assert.Equal("F1 1.0000", result.BestValidation);
    }

    [Fact]
    public void The_best_epoch_is_kept_and_patience_ends_the_training()
    {
        using var folder = new TinyModelFolder();
        using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3);
        LabelledPair[] valid = Planted(60, 8);
        // A rate that throws the model about: later epochs are worse than the best.
        CrossEncoderTrainingOptions wild = Options with { Steps = Options.Steps with { LearningRate = 0.1, Epochs = 30, Schedule = LearningRateSchedule.Constant }, Patience = 2 };
        CrossEncoderTrainingResult result = new CrossEncoderTraining(model, wild).Train(Planted(64, 7), valid, cancellation: TestContext.Current.CancellationToken);
        float[] logits = model.Score([.. valid.Select(p => p.Left)], [.. valid.Select(p => p.Right)], TestContext.Current.CancellationToken);
        Assert.Equal(result.Validations.Max(), result.Validations[result.BestEpoch]);
        Assert.Equal(result.Validations[result.BestEpoch], PairValidation.Score(logits, [.. valid.Select(p => p.Label)]), 1e-6);
        Assert.Equal(result.BestEpoch + 3, result.Validations.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_logits_with_every_switch_on()
    {
        float[][] logits = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            using var folder = new TinyModelFolder();
            using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3, new CrossEncoderOptions { Threads = 1 });
            CrossEncoderTrainingOptions options = Options with { Steps = Options.Steps with { Epochs = 1, TokenDrop = 0.2, LabelSmoothing = 0.1, Adversarial = 0.3, Seed = seed }, PositiveWeight = 2 };
            new CrossEncoderTraining(model, options).Train(Planted(64, 7), Planted(16, 8), cancellation: TestContext.Current.CancellationToken);
            return model.Score(["w1 k5"], ["k5 w2"], TestContext.Current.CancellationToken);
        })];
        Assert.Equal(logits[0], logits[1]);
        Assert.NotEqual(logits[0], logits[2]);
    }

    [Fact]
    public void An_interrupted_training_goes_on_to_the_same_logits()
    {
        using var folder = new TinyModelFolder();
        CrossEncoderTrainingOptions options = Options with { Steps = Options.Steps with { Epochs = 4, TokenDrop = 0.2 }, Patience = 4 };
        CrossEncoderTrainingOptions kept = options with { Steps = options.Steps with { Checkpoint = new TrainingCheckpoint(folder.File("checkpoint"), EverySteps: 1) } };
        (float[] whole, IReadOnlyList<float> validations) = TrainOn(options, null);

        // After nothing but one batch, in the middle, and after the last batch of an epoch, before its validation.
        foreach (int steps in new[] { 1, 6, 8 })
        {
            Assert.Throws<OperationCanceledException>(() => TrainOn(kept, steps));
        }

        (float[] resumed, IReadOnlyList<float> again) = TrainOn(kept, null);
        Assert.Equal(whole, resumed);
        Assert.Equal(validations, again);

        (float[] Logits, IReadOnlyList<float> Validations) TrainOn(CrossEncoderTrainingOptions how, int? cancelAfter)
        {
            using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3, new CrossEncoderOptions { Threads = 1 });
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var progress = new CancelAfter(cancel, cancelAfter ?? int.MaxValue);
            CrossEncoderTrainingResult result = new CrossEncoderTraining(model, how).Train(Planted(64, 7), Planted(16, 8), progress, cancel.Token);
            return (model.Score(["w1 k5"], ["k5 w2"], TestContext.Current.CancellationToken), result.Validations);
        }
    }

    [Fact]
    public void Graded_labels_are_learned_in_their_order()
    {
        using var folder = new TinyModelFolder();
        using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3);
        LabelledPair[] pairs = [.. Enumerable.Range(0, 300).Select(i => (i % 3) switch
        {
            0 => new LabelledPair($"k{i} w{i % 17}", $"k{i} w{i % 17}", 1),
            1 => new LabelledPair($"k{i} w{i % 17}", $"k{i} w{(i % 17) + 1}", 0.5f),
            _ => new LabelledPair($"k{i} w{i % 17}", $"k{i + 1} w{(i % 17) + 1}", 0),
        })];
        CrossEncoderTrainingResult result = new CrossEncoderTraining(model, Options).Train(pairs, pairs[..60], cancellation: TestContext.Current.CancellationToken);
        float[] logits = model.Score(["k900 w3", "k900 w3", "k900 w3"], ["k900 w3", "k900 w4", "k901 w4"], TestContext.Current.CancellationToken);
        Assert.StartsWith("cross-entropy 0.", result.BestValidation, StringComparison.Ordinal);
        Assert.True(logits[0] > logits[1] + 0.5f && logits[1] > logits[2] + 0.5f, string.Join(" ", logits));
    }

    [Theory]
    [InlineData(new[] { 2f, 1f, 0f, -1f }, new[] { 1f, 0f, 1f, 0f }, 0.8)]
    [InlineData(new[] { 0f, 0f }, new[] { 1f, 0f }, 2.0 / 3)]
    [InlineData(new[] { 0f, 0f }, new[] { 0.5f, 0.5f }, -0.6931471805599453)]
    public void Validation_is_f1_of_labels_and_cross_entropy_of_grades(float[] logits, float[] labels, double expected) => Assert.Equal(expected, PairValidation.Score(logits, labels), 1e-9);

    [Fact]
    public void Wrong_settings_are_named_and_no_pairs_are_an_error()
    {
        using var folder = new TinyModelFolder();
        using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.Sides, 3);
        KindredDataException fault = Assert.Throws<KindredDataException>(() => new CrossEncoderTraining(model, new CrossEncoderTrainingOptions { Patience = 0, PositiveWeight = 0 }));
        Assert.Contains("patience is 0", fault.Message, StringComparison.Ordinal);
        Assert.Contains("positive weight is 0", fault.Message, StringComparison.Ordinal);
        LabelledPair[] alike = [new("w1", "w1", 1), new("w2", "w2", 1)];
        foreach ((LabelledPair[] train, LabelledPair[] valid, string use) in new[] { (alike, Planted(4, 1), "learn from"), (Planted(4, 1), alike, "validated on") })
        {
            string message = Assert.Throws<KindredDataException>(() => new CrossEncoderTraining(model, Options).Train(train, valid)).Message;
            Assert.Contains("All of the 2 pairs to ", message, StringComparison.Ordinal);
            Assert.Contains(use, message, StringComparison.Ordinal);
        }

        Assert.Contains("pairs to learn from", Assert.Throws<KindredDataException>(() => new CrossEncoderTraining(model, Options).Train([], [])).Message, StringComparison.Ordinal);
    }
}
