using Kindred.Domain;
using Kindred.Mining;
using Kindred.Neural.Associations;
using Kindred.Neural.Encoders;
using Kindred.Neural.Tests.Training;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Tests.Associations;

public sealed class EncoderFineTuningTests : IDisposable
{
    private static readonly FineTuningOptions Options = new()
    {
        Training = new EncoderTrainingOptions { Epochs = 20, BatchSize = 16, LearningRate = 5e-3, MaxTokens = 8, Patience = 20 },
        Threads = 1,
    };

    private readonly TinyShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Partners_rank_first_after_the_training_and_not_before()
    {
        Assert.True(PartnersFirst(_shop.Folder) < 30, "the untrained encoder knows the answer");
        string folder = _shop.Inside("tuned");
        FineTuningResult result = Run(Options, _shop.Folder, folder);
        Assert.True(PartnersFirst(folder) >= 46, $"{PartnersFirst(folder)} of 48");
        Assert.Equal(130, result.Examples);
        Assert.True(result.HeldOutRecall!.Value.After > result.HeldOutRecall.Value.Before);
        Assert.Equal(result.HeldOutRecall.Value.After, result.Curve.Qualities.Max(), 1e-6);
        Assert.True(File.Exists(Path.Combine(folder, "training.json")));
    }

    [Fact]
    public void Adapters_change_only_queries_and_values()
    {
        string folder = _shop.Inside("lora");
        FineTuningResult result = Run(Options with { LoraRank = 4, Training = Options.Training with { Epochs = 2 } }, _shop.Folder, folder);
        Assert.Equal(2 * 2 * 4 * 16, result.TrainedParameters);
        EncoderWeights before = EncoderWeights.Load(_shop.Folder, TinyEncoder.Config), after = EncoderWeights.Load(folder, TinyEncoder.Config);
        string[] changed = [.. before.Values.Where(v => !v.Value.SequenceEqual(after[v.Key])).Select(v => v.Key)];
        Assert.Equal(["encoder.layer.0.attention.self.query.weight", "encoder.layer.0.attention.self.value.weight"], changed.Order());
    }

    [Fact]
    public void A_learned_map_knows_the_direction_of_a_relation()
    {
        // Each of four goods goes with the next one, in a ring. No symmetric likeness can rank the next one first for all four.
        TextPair[] ring = [.. Enumerable.Range(0, 4).SelectMany(i => Enumerable.Range(0, 6).Select(c => new TextPair(Title(i, c), Title((i + 1) % 4, c), (10 * i) + c, (10 * ((i + 1) % 4)) + c)))];
        Assert.Equal(4, NextFirst(ring, withMap: true));
        Assert.True(NextFirst(ring, withMap: false) < 4);

        static string Title(int good, int colour) => $"{TinyEncoder.Colours[colour]} {TinyEncoder.Goods[2 * good]}";
    }

    [Fact]
    public void A_map_is_saved_with_the_encoder_and_taken_up_by_a_later_training()
    {
        string folder = _shop.Inside("mapped");
        Run(Options with { Asymmetric = true, Training = Options.Training with { Epochs = 1 } }, _shop.Folder, folder);
        using AssociationMap map = AssociationMap.TryLoad(folder, 16)!;
        Assert.NotEqual(eye(16).data<float>().ToArray(), map.Matrix.data<float>().ToArray());
        Assert.Throws<Models.ModelFileException>(() => AssociationMap.TryLoad(folder, 8));
        Assert.Null(AssociationMap.TryLoad(_shop.Folder, 16));
    }

    [Fact]
    public void A_later_training_repeats_the_share_of_earlier_pairs_asked_for()
    {
        string first = _shop.Inside("first");
        Run(Options, _shop.Folder, first, pair => pair < 2);
        FineTuningOptions later = Options with { Training = Options.Training with { Epochs = 1 } };
        FineTuningResult without = Run(later with { ReplayShare = 0 }, first, _shop.Inside("without"), pair => pair >= 2);
        FineTuningResult with = Run(later with { ReplayShare = 0.25 }, first, _shop.Inside("with"), pair => pair >= 2);
        Assert.Equal((0, 65), (without.Replayed, without.Examples));
        Assert.Equal((21, 86), (with.Replayed, with.Examples)); // a quarter of all, rounded down
        string[] lines = File.ReadAllLines(Path.Combine(_shop.Inside("with"), "pairs.tsv"));
        Assert.Equal(21, lines.Count(l => l.StartsWith("train\t", StringComparison.Ordinal) && TinyEncoder.Goods[..4].Any(g => l.Split('\t')[1].EndsWith(g, StringComparison.Ordinal))));
        Assert.Equal(1, with.EarlierRecall!.Value.Before, 1e-6);
    }

    [Fact]
    public void An_interrupted_fine_tuning_goes_on_to_the_same_files()
    {
        var checkpoint = new TrainingCheckpoint(_shop.Inside("training.checkpoint"), EverySteps: 4);
        FineTuningOptions options = Options with { Asymmetric = true, LoraRank = 2, Training = Options.Training with { Epochs = 3, TokenDrop = 0.2, Patience = 1 } };
        Run(options, _shop.Folder, _shop.Inside("undisturbed"));
        options = options with { Training = options.Training with { Checkpoint = checkpoint } };
        using var cancel = new CancellationTokenSource();
        int steps = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => EncoderFineTuning.Run(Data(_ => true), options, _shop.Folder, _shop.Inside("never"), new Immediate(p =>
        {
            if (p.Fraction > 0 && ++steps == 13)
            {
                cancel.Cancel();
            }
        }), cancel.Token));
        Run(options, _shop.Folder, _shop.Inside("resumed"));
        foreach (string file in new[] { "model.safetensors", AssociationMap.FileName, "training.json" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_shop.Inside("undisturbed"), file)), File.ReadAllBytes(Path.Combine(_shop.Inside("resumed"), file)));
        }
    }

    [Fact]
    public void Bfloat16_learns_the_same_pairs()
    {
        string folder = _shop.Inside("half");
        Run(Options with { BFloat16 = true }, _shop.Folder, folder);
        Assert.True(PartnersFirst(folder) >= 44, $"{PartnersFirst(folder)} of 48");
    }

    [Fact]
    public void Classifiers_share_the_encoder_and_answer_texts_kept_out()
    {
        (string, int)[] examples = [.. Enumerable.Range(0, _shop.Titles.Count * 4).Select(i => (_shop.Titles[i % _shop.Titles.Count], TinyShop.GoodOf(i % _shop.Titles.Count) / 2))];
        string folder = _shop.Inside("tasks");
        FineTuningData data = Data(_ => true) with { Tasks = [new ClassificationTask("room", ["hall", "lounge", "study", "kitchen"], examples)] };
        FineTuningResult result = EncoderFineTuning.Run(data, Options with { TaskWeight = 1, Pairs = new AssociationPairOptions { HeldOutShare = 0 } }, _shop.Folder, folder, cancellation: TestContext.Current.CancellationToken);
        ClassificationAccuracy room = Assert.Single(result.Tasks);
        Assert.True(room.Accuracy > 0.9 && room.Majority < 0.5, $"{room}");
        Assert.True(File.Exists(Path.Combine(folder, ClassificationHeads.FileName)));
    }

    [Fact]
    public void All_faults_of_the_settings_are_named_at_once()
    {
        KindredDataException fault = Assert.Throws<KindredDataException>(() => Run(Options with { LoraRank = -1, ReplayShare = 1 }, _shop.Folder, _shop.Inside("none")));
        Assert.Contains("rank of adapters is -1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("replay share is 1", fault.Message, StringComparison.Ordinal);
    }

    private FineTuningResult Run(FineTuningOptions options, string from, string to, Func<int, bool>? pairs = null) =>
        EncoderFineTuning.Run(Data(pairs ?? (_ => true)), options, from, to, cancellation: TestContext.Current.CancellationToken);

    // Baskets of some of the four kinds of pairs; of the others only the first product.
    private FineTuningData Data(Func<int, bool> pairs) => new(
        BasketSet.FromRows(_shop.Products, [.. Enumerable.Range(0, _shop.Baskets.Count).Select(b => _shop.Baskets[b].ToArray()).Select(rows => pairs(TinyShop.GoodOf(rows[0]) / 2) ? rows : rows[..1])]), _shop.Titles, []);

    // For how many products the nearest one of another good is of the good it goes with.
    private int PartnersFirst(string folder)
    {
        using var encoder = TextEncoder.Open(folder, new TextEncoderOptions { Threads = 1 });
        float[][] vectors = encoder.Encode(_shop.Titles);
        return Enumerable.Range(0, vectors.Length).Count(i =>
        {
            int nearest = Enumerable.Range(0, vectors.Length).Where(j => TinyShop.GoodOf(j) != TinyShop.GoodOf(i))
                .MaxBy(j => System.Numerics.Tensors.TensorPrimitives.Dot<float>(vectors[i], vectors[j]));
            return TinyShop.GoodOf(nearest) / 2 == TinyShop.GoodOf(i) / 2;
        });
    }

    private static int NextFirst(TextPair[] ring, bool withMap)
    {
        using TransformerEncoder encoder = TinyEncoder.Create();
        using AssociationMap? map = withMap ? AssociationMap.Identity(16) : null;
        var options = new EncoderTrainingOptions { Epochs = 60, BatchSize = 24, LearningRate = 5e-3, MaxTokens = 8 };
        new BiEncoderTraining(encoder, SentenceHead.Default, TinyEncoder.Tokenizer, options, map).Train(ring, cancellation: TestContext.Current.CancellationToken);
        using Tensor vectors = TitleVectors.Compute(encoder, SentenceHead.Default, [.. Enumerable.Range(0, 4).Select(i => TinyEncoder.Tokenizer.Encode(TinyEncoder.Goods[2 * i], 8))]);
        using Tensor scores = vectors.matmul((map?.Apply(vectors) ?? vectors).t()).detach() - (4 * eye(4)); // never itself
        return scores.argmax(1).data<long>().ToArray().Select((best, i) => best == (i + 1) % 4 ? 1 : 0).Sum();
    }
}
