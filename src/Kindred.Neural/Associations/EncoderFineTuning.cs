using Kindred.Domain;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.Associations;

/// <summary>What an encoder is fine-tuned on.</summary>
/// <param name="Baskets">The baskets.</param>
/// <param name="Titles">The title of each product row; null where there is none.</param>
/// <param name="Tasks">Further tasks that share the encoder; only with the objective pairs.</param>
public sealed record FineTuningData(BasketSet Baskets, IReadOnlyList<string?> Titles, IReadOnlyList<ClassificationTask> Tasks);

/// <summary>Fine-tunes a text encoder on what is bought together and writes it as a model folder that opens like any other.</summary>
public sealed class EncoderFineTuning
{
    private readonly FineTuningData _data;
    private readonly FineTuningOptions _options;
    private readonly string _from;
    private readonly IProgress<StageProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private EncoderFineTuning(FineTuningData data, FineTuningOptions options, string from, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        (_data, _options, _from, _progress, _cancellation) = (data, options, from, progress, cancellation);

    /// <summary>Trains and writes.</summary>
    /// <param name="data">Baskets, titles, tasks.</param>
    /// <param name="options">Settings.</param>
    /// <param name="from">The model folder to start from. One that was fine-tuned on pairs before goes on, repeating some of them.</param>
    /// <param name="to">The folder for the model.</param>
    /// <param name="progress">Told of every batch; null for none.</param>
    /// <param name="cancellation">Stops between steps, leaving a checkpoint where the options name one; no model is written then.</param>
    /// <exception cref="KindredDataException">A setting is out of range, the folder holds no sound model, or there is nothing to learn from.</exception>
    public static FineTuningResult Run(
        FineTuningData data, FineTuningOptions options, string from, string to, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var tuning = new EncoderFineTuning(data, options, from, progress, cancellation);
        return options.Objective == FineTuningObjective.Pairs ? tuning.OnPairs(to) : tuning.OnCompanions(to);
    }

    private FineTuningResult OnPairs(string to)
    {
        _progress?.Report(new StageProgress("mining pairs", null));
        AssociationPairs mined = AssociationPairs.Mine(_data.Baskets, _data.Titles, _options.Pairs, new TrainingOptions { Seed = _options.Training.Seed }, _cancellation);
        var keys = new ProductKeys(_data.Baskets.Products);
        PairFile earlier = PairFile.Read(_from, keys.KeyOf);
        TextPair[] replayed = Replayed(earlier, mined);
        TextPair[] train = [.. mined.Train, .. replayed];
        using TransformerEncoder encoder = Open();
        SentenceHead head = SentenceHead.Read(_from);
        TextTokenizer tokenizer = TextTokenizer.Load(_from);
        using AssociationMap? map = AssociationMap.TryLoad(_from, encoder.Config.HiddenSize) ?? (_options.Asymmetric ? AssociationMap.Identity(encoder.Config.HiddenSize) : null);
        using ClassificationHeads? classes = _data.Tasks.Count > 0 ? new ClassificationHeads(_data.Tasks, encoder.Config.HiddenSize, _options.TaskWeight, _options.Training.Seed) : null;
        Func<double>? heldOut = Recall(Products(), mined.HeldOut, mined.Associated);
        Func<double>? old = Recall(ProductsOf(earlier), earlier.HeldOut, earlier.Train.Concat(earlier.HeldOut).Select(p => (p.AnchorKey, p.PositiveKey)));
        (double? Before, double? Old) start = (heldOut?.Invoke(), old?.Invoke());

        var training = new BiEncoderTraining(encoder, head, tokenizer, _options.Training, map, classes);
        TrainingCurve curve = training.Train(train, _progress, heldOut, mined.Associated, _cancellation);
        long trained = Trained(encoder) + (map?.Matrix.numel() ?? 0) + (classes?.Parameters.Sum(p => p.numel()) ?? 0);
        encoder.MergeAdapters();
        var result = new FineTuningResult
        {
            Objective = FineTuningObjective.Pairs,
            Examples = train.Length,
            Associated = mined.Associated.Count,
            Replayed = replayed.Length,
            HardNegatives = train.Count(p => p.Negative is not null),
            TrainedParameters = trained,
            HeldOutRecall = heldOut is null ? null : new BeforeAfter(start.Before!.Value, heldOut()),
            EarlierRecall = old is null ? null : new BeforeAfter(start.Old!.Value, old()),
            Curve = curve,
            Tasks = classes?.Measure(encoder, head, tokenizer, _options.Training.MaxTokens) ?? [],
        };
        FineTunedFolder.Write(_from, to, encoder, result);
        map?.Save(to);
        classes?.Save(to);
        new PairFile(train, [.. mined.HeldOut, .. earlier.HeldOut]).Write(to, keys.IdOf);
        return result;

        Func<double>? Recall(IEnumerable<(long, string)> products, IReadOnlyList<TextPair> asked, IEnumerable<(long, long)> known) => asked.Count == 0 ? null
            : () => new PairRecall(products, asked, known).Measure(encoder, head, tokenizer, map, _options.Training.MaxTokens);
    }

    private FineTuningResult OnCompanions(string to)
    {
        using TransformerEncoder encoder = Open();
        var definition = new TitleCompanionOptions { MinPairCount = _options.Pairs.MinPairCount };
        var training = new CompanionTraining(encoder, SentenceHead.Read(_from), TextTokenizer.Load(_from), definition, _options.Training);
        CompanionTable table = training.Train(InteractionData.FromBaskets(_data.Baskets), _data.Titles, out TrainingCurve curve, _progress, _cancellation);
        long trained = Trained(encoder) + ((long)table.Items.Count * (table.Dimensions + 1));
        encoder.MergeAdapters();
        var result = new FineTuningResult { Objective = FineTuningObjective.Companions, Examples = table.LearnedFrom, TrainedParameters = trained, Curve = curve };
        FineTunedFolder.Write(_from, to, encoder, result);
        using FileStream stream = File.Create(Path.Combine(to, CompanionTable.FileName));
        table.Save(stream);
        return result;
    }

    private TransformerEncoder Open()
    {
        TransformerEncoder encoder = FineTunedFolder.OpenEncoder(_from);
        if (_options.Threads > 0)
        {
            TorchSharp.torch.set_num_threads(_options.Threads);
        }

        encoder.Precision = _options.BFloat16 ? TorchSharp.torch.ScalarType.BFloat16 : TorchSharp.torch.ScalarType.Float32;
        if (_options.LoraRank > 0)
        {
            TorchSharp.torch.manual_seed(unchecked((long)_options.Training.Seed)).Dispose();
            encoder.Attach(LowRankAdapter.ForAttention(encoder.Config, _options.LoraRank, 2 * _options.LoraRank));
        }

        return encoder;
    }

    private static long Trained(TransformerEncoder encoder) =>
        encoder.Adapters.Count > 0 ? encoder.Adapters.Values.Sum(a => a.Down.numel() + a.Up.numel()) : encoder.Parameters.Values.Sum(p => p.numel());

    // Earlier pairs that the new orders did not bring again, so many that they are the share asked for.
    private TextPair[] Replayed(PairFile earlier, AssociationPairs mined)
    {
        HashSet<(long, long)> present = [.. mined.Train.Concat(mined.HeldOut).SelectMany(p => new[] { (p.AnchorKey, p.PositiveKey), (p.PositiveKey, p.AnchorKey) })];
        TextPair[] others = [.. earlier.Train.Where(p => !present.Contains((p.AnchorKey, p.PositiveKey)))];
        new RandomStream(_options.Training.Seed, 1).Shuffle<TextPair>(others);
        return [.. others.Take((int)(mined.Train.Count * _options.ReplayShare / (1 - _options.ReplayShare)))];
    }

    private IEnumerable<(long, string)> Products() =>
        Enumerable.Range(0, _data.Titles.Count).Where(row => !string.IsNullOrWhiteSpace(_data.Titles[row])).Select(row => ((long)row, _data.Titles[row]!));

    private static IEnumerable<(long, string)> ProductsOf(PairFile pairs) =>
        pairs.Train.Concat(pairs.HeldOut).SelectMany(p => new[] { (p.AnchorKey, p.Anchor), (p.PositiveKey, p.Positive) });
}
