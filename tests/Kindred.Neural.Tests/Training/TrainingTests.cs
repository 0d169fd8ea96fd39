using Kindred.Domain;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Tests.Training;

public class TrainingTests
{
    private static readonly EncoderTrainingOptions Options = new() { Epochs = 15, BatchSize = 12, LearningRate = 5e-3, MaxTokens = 8 };

    // Goods go together two by two, whatever their colours: shoe with sock, lamp with bulb, pen with paper, mug with tea.
    private static TextPair[] Companions => [.. Enumerable.Range(0, 4).SelectMany(pair => TinyEncoder.Colours.SelectMany((c, i) => TinyEncoder.Colours.Select((d, j) =>
        new TextPair($"{c} {TinyEncoder.Goods[2 * pair]}", $"{d} {TinyEncoder.Goods[(2 * pair) + 1]}", (2 * pair * 10) + i, (((2 * pair) + 1) * 10) + j))))];

    [Fact]
    public void An_encoder_learns_which_goods_go_together()
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        Assert.True(CompanionsFirst(encoder) < 4, "the untrained encoder knows the answer");
        IReadOnlyList<double> curve = Train(encoder, Options);
        Assert.Equal(4, CompanionsFirst(encoder));
        Assert.True(curve[^1] < curve[0] / 2, $"the loss went from {curve[0]} to {curve[^1]}");
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 5e-3)]
    [InlineData(OptimizerKind.RmsProp, 2e-3)]
    [InlineData(OptimizerKind.Sgd, 0.2)]
    public void Every_optimiser_learns(OptimizerKind optimizer, double rate)
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        Train(encoder, Options with { Optimizer = optimizer, LearningRate = rate, Epochs = 25 });
        Assert.Equal(4, CompanionsFirst(encoder));
    }

    [Fact]
    public void Low_rank_adapters_learn_and_leave_the_frozen_weights_alone()
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        encoder.Attach(LowRankAdapter.ForAttention(encoder.Config, 4, 8));
        float[] before = encoder.ToWeights()[ParameterNames.Tokens];
        IReadOnlyList<double> curve = Train(encoder, Options);
        Assert.Equal(before, encoder.ToWeights()[ParameterNames.Tokens]);
        Assert.True(curve[^1] < curve[0], $"the loss went from {curve[0]} to {curve[^1]}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        EncoderTrainingOptions options = Options with { Epochs = 2, TokenDrop = 0.3, LabelSmoothing = 0.1, Adversarial = 0.5 };
        float[][] tables = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            using TransformerEncoder encoder = TinyEncoder.Create();
            Train(encoder, options with { Seed = seed });
            return encoder.ToWeights()[ParameterNames.Tokens];
        })];
        Assert.Equal(tables[0], tables[1]);
        Assert.NotEqual(tables[0], tables[2]);
    }

    // A number handed to libtorch that the collector frees while libtorch reads it is another number, or an error, once in a thousand steps.
    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.RmsProp)]
    [InlineData(OptimizerKind.Sgd)]
    public void Garbage_collected_beside_a_training_changes_nothing(OptimizerKind optimizer)
    {
        EncoderTrainingOptions options = Options with { Optimizer = optimizer, LearningRate = 1e-3, Epochs = 8, Adversarial = 0.5, TokenDrop = 0.3 };
        float[] alone = Weights();
        using var done = new CancellationTokenSource();
        var collecting = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collecting.Start();
        try
        {
            Assert.All(Enumerable.Range(0, 2), _ => Assert.Equal(alone, Weights()));
        }
        finally
        {
            done.Cancel();
            collecting.Join();
        }

        float[] Weights()
        {
            using TransformerEncoder encoder = TinyEncoder.Create();
            Train(encoder, options);
            return [.. encoder.ToWeights().Values.OrderBy(v => v.Key, StringComparer.Ordinal).SelectMany(v => v.Value)];
        }
    }

    [Fact]
    public void Accumulated_batches_make_fewer_steps()
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        Assert.Equal(2 * 3, Train(encoder, Options with { Epochs = 1, Accumulation = 2 }).Count);
    }

    [Fact]
    public void Hidden_words_are_learned_from_the_words_beside_them()
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        string[] texts = [.. Enumerable.Range(0, 240).Select(i => $"{TinyEncoder.Colours[i % 6]} {TinyEncoder.Goods[i % 6]}")];
        IReadOnlyList<double> curve = new MaskedLanguageTraining(encoder, TinyEncoder.Tokenizer, Options with { Epochs = 40, BatchSize = 24 }).Train(texts);
        Assert.True(curve.Skip(curve.Count - 10).Average() < curve[0] / 2, $"the loss went from {curve[0]} to {curve[^1]}");
    }

    [Fact]
    public void A_tensorboard_file_holds_the_curve()
    {
        string folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            using TransformerEncoder encoder = TinyEncoder.Create();
            Train(encoder, Options with { Epochs = 1, LogFolder = folder });
            string file = Assert.Single(Directory.GetFiles(folder));
            Assert.Contains("tfevents", file, StringComparison.Ordinal);
            byte[] bytes = File.ReadAllBytes(file);
            // The masked CRC-32C of the length 24 (the version record of every such file), as TensorFlow writes it.
            Assert.Equal("1800000000000000A37F4B22", Convert.ToHexString(bytes[..12]));
            Assert.Contains("learning_rate", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(1, 5, false)]
    [InlineData(2, 7, false)]
    [InlineData(1, 13, true)]
    public void An_interrupted_training_goes_on_to_the_same_weights(int accumulation, int batches, bool adapters)
    {
        string folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            var checkpoint = new TrainingCheckpoint(Path.Combine(folder, "training.checkpoint"), EverySteps: 3);
            EncoderTrainingOptions options = Options with { Epochs = 2, TokenDrop = 0.3, Accumulation = accumulation };
            (float[] undisturbed, IReadOnlyList<double> curve) = TrainOn(options, null);
            Assert.Throws<OperationCanceledException>(() => TrainOn(options with { Checkpoint = checkpoint }, batches));
            (float[] resumed, IReadOnlyList<double> wholeCurve) = TrainOn(options with { Checkpoint = checkpoint }, null);
            Assert.Equal(undisturbed, resumed);
            Assert.Equal(curve, wholeCurve);
            KindredDataException fault = Assert.Throws<KindredDataException>(() => TrainOn(options with { Checkpoint = checkpoint, LearningRate = 1e-3 }, null));
            Assert.Contains("of another training", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        (float[] Weights, IReadOnlyList<double> Curve) TrainOn(EncoderTrainingOptions options, int? cancelAfter)
        {
            using TransformerEncoder encoder = TinyEncoder.Create(dropout: 0.1f);
            if (adapters)
            {
                manual_seed(1).Dispose();
                encoder.Attach(LowRankAdapter.ForAttention(encoder.Config, 4, 8));
            }

            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            int done = 0;
            var progress = new Immediate(_ =>
            {
                if (++done == cancelAfter)
                {
                    cancel.Cancel();
                }
            });
            IReadOnlyList<double> curve = new BiEncoderTraining(encoder, SentenceHead.Default, TinyEncoder.Tokenizer, options).Train(Companions, progress, cancellation: cancel.Token).Losses;
            if (adapters)
            {
                encoder.MergeAdapters();
            }

            return ([.. encoder.ToWeights().Values.Values.SelectMany(v => v)], curve);
        }
    }

    [Fact]
    public void All_faults_of_the_settings_are_named_at_once()
    {
        KindredDataException fault = Assert.Throws<KindredDataException>(() => new EncoderTrainingOptions { Epochs = 0, LearningRate = 2 }.Validate());
        Assert.Contains("epochs is 0", fault.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate is 2", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LearningRateSchedule.Linear, 0, 0.1)]
    [InlineData(LearningRateSchedule.Linear, 9, 1)]
    [InlineData(LearningRateSchedule.Linear, 55, 0.5)]
    [InlineData(LearningRateSchedule.Cosine, 55, 0.5)]
    [InlineData(LearningRateSchedule.Cosine, 10, 1)]
    [InlineData(LearningRateSchedule.Constant, 99, 1)]
    public void The_rate_rises_and_falls(LearningRateSchedule schedule, int step, double expected) =>
        Assert.Equal(expected, new EncoderTrainingOptions { Schedule = schedule }.RateAt(step, 100), 1e-9);

    private static IReadOnlyList<double> Train(TransformerEncoder encoder, EncoderTrainingOptions options) =>
        new BiEncoderTraining(encoder, SentenceHead.Default, TinyEncoder.Tokenizer, options).Train(Companions, cancellation: TestContext.Current.CancellationToken).Losses;

    // For how many of the four first goods the companion is the most similar of the four second ones.
    private static int CompanionsFirst(TransformerEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor ids, Tensor mask) = Transformers.TransformerEncoderTests.Pad([.. TinyEncoder.Goods.Select(g => TinyEncoder.Tokenizer.Encode(g, 8))], 0);
        Tensor vectors = SentencePooling.Apply(SentenceHead.Default, encoder.Forward(ids, mask), mask);
        Tensor first = vectors.index_select(0, tensor(new long[] { 0, 2, 4, 6 }));
        Tensor second = vectors.index_select(0, tensor(new long[] { 1, 3, 5, 7 }));
        long[] best = first.matmul(second.t()).argmax(1).data<long>().ToArray();
        return best.Where((b, i) => b == i).Count();
    }
}
