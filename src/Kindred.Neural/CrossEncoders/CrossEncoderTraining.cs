using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Trains a cross-encoder on labelled pairs: binary cross-entropy on the logit, the best epoch on validation pairs kept.</summary>
/// <remarks>Same seed and same number of torch threads give the same result.</remarks>
public sealed class CrossEncoderTraining
{
    // Batches are cut from runs of this many that are sorted by length: little padding, yet a new mix every epoch.
    private const int SortedBatches = 16;

    private static readonly EncoderTrainingOptions DefaultSteps = new();

    private readonly CrossEncoder _model;
    private readonly CrossEncoderTrainingOptions _options;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">What is trained, in place.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="KindredDataException">A setting is out of range.</exception>
    public CrossEncoderTraining(CrossEncoder model, CrossEncoderTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_model, _options) = (model, options);
    }

    /// <summary>Trains, validates after every epoch, and leaves the model as it was after the best one.</summary>
    /// <param name="train">At least one pair.</param>
    /// <param name="valid">Pairs that the epoch is chosen on; at least one.</param>
    /// <param name="progress">Told after every step; null for none.</param>
    /// <param name="cancellation">Stops between batches; the model then keeps what it has learned so far.</param>
    /// <exception cref="KindredDataException">There are no pairs of one kind, or all of one kind have the same label.</exception>
    public CrossEncoderTrainingResult Train(
        IReadOnlyList<LabelledPair> train, IReadOnlyList<LabelledPair> valid, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(valid);
        if (train.Count == 0 || valid.Count == 0)
        {
            throw new KindredDataException($"A cross-encoder needs pairs to learn from and pairs to be validated on; there are {train.Count:N0} and {valid.Count:N0}.");
        }

        CheckLabels(train, "learn from");
        CheckLabels(valid, "be validated on");
        progress?.Report(new StageProgress("reading pairs", null, $"{train.Count:N0}"));
        PairTokens[] tokens = Encode(train, swapped: false, cancellation);
        PairTokens[] swapped = _options.Symmetric ? Encode(train, swapped: true, cancellation) : tokens;
        PairTokens[] held = Encode(valid, swapped: false, cancellation);
        return Run(new PairExamples(tokens, swapped, [.. train.Select(p => p.Label)]), new PairExamples(held, held, [.. valid.Select(p => p.Label)]), progress, cancellation);
    }

    private static void CheckLabels(IReadOnlyList<LabelledPair> pairs, string use)
    {
        if (pairs.All(p => p.Label == pairs[0].Label))
        {
            throw new KindredDataException($"All of the {pairs.Count:N0} pairs to {use} have the label {pairs[0].Label}: there is nothing to tell apart. Pairs that fit and pairs that do not are both needed.");
        }
    }

    private CrossEncoderTrainingResult Run(PairExamples train, PairExamples held, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        EncoderTrainingOptions steps = _options.Steps;
        int perEpoch = (train.Count + steps.BatchSize - 1) / steps.BatchSize;
        using IDisposable fewer = _model.Model.Encoder.KeepTokens([_model.Config.PadTokenId, .. _model.Specials, .. train.Ids, .. held.Ids]);
        string data = $"cross-encoder {_options with { Steps = DefaultSteps }} {train.Fingerprint()} {held.Fingerprint()}";
        using var gradient = new GradientSteps(_model.Model.Parameters, _model.Model.Encoder.Parameters[ParameterNames.Tokens], steps, perEpoch * steps.Epochs, data);
        using Tensor weight = tensor((float)(_options.PositiveWeight ?? Balance(train.Labels)));
        var best = new BestEpoch(_model.Model, gradient.Extra);
        bool isGraded = PairValidation.IsGraded(held.Labels);
        for (int epoch = gradient.Done / perEpoch; ; epoch++)
        {
            // Also where a training goes on that was interrupted between the last batch of an epoch and its validation.
            if (best.Scores.Count < epoch)
            {
                best.Add(PairValidation.Score(_model.Score(held.Tokens, cancellation), held.Labels));
            }

            if (epoch == steps.Epochs || best.Waited >= _options.Patience)
            {
                break;
            }

            int[][] batches = Batches(train, epoch);
            for (int batch = gradient.Done - (epoch * perEpoch) is > 0 and int done ? done : 0; batch < perEpoch; batch++)
            {
                gradient.StopIfCancelled(cancellation);
                (PairTokens[] pairs, float[] labels) = Draw(train, batches[batch], new RandomStream(steps.Seed, (2 * (ulong)((epoch * perEpoch) + batch)) + 1));
                gradient.Add(() => Loss(pairs, labels, weight), isLast: epoch == steps.Epochs - 1 && batch == perEpoch - 1);
                progress?.Report(new StageProgress(
                    "training the cross-encoder", (epoch + ((batch + 1.0) / perEpoch)) / steps.Epochs,
                    $"epoch {epoch + 1}, loss {(gradient.Curve.Count > 0 ? gradient.Curve[^1] : 0):0.000}{(best.Scores.Count > 0 ? $", best validation {PairValidation.Describe(best.Scores[best.Number], isGraded)}" : string.Empty)}"));
            }
        }

        best.Restore();
        return new CrossEncoderTrainingResult(gradient.Curve, [.. best.Scores], best.Number, isGraded);
    }

    private Tensor Loss(PairTokens[] pairs, float[] labels, Tensor weight)
    {
        float smoothing = (float)_options.Steps.LabelSmoothing;
        using Tensor target = tensor(Array.ConvertAll(labels, l => (l * (1 - smoothing)) + (smoothing / 2)));
        Tensor logits = _model.Model.Forward(pairs, training: true);
        return nn.functional.binary_cross_entropy_with_logits(logits, target, pos_weights: weight);
    }

    private int[][] Batches(PairExamples train, int epoch)
    {
        var random = new RandomStream(_options.Steps.Seed, 2 * (ulong)epoch);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        random.Shuffle<int>(order);
        int size = _options.Steps.BatchSize;
        int[][] batches = [.. order.Chunk(size * SortedBatches).SelectMany(run => run.OrderBy(i => train.Tokens[i].Ids.Length).Chunk(size))];
        random.Shuffle<int[]>(batches);
        return batches;
    }

    private (PairTokens[] Pairs, float[] Labels) Draw(PairExamples train, int[] rows, RandomStream random)
    {
        PairTokens[] pairs = Array.ConvertAll(rows, i => Drop(_options.Symmetric && random.NextDouble() < 0.5 ? train.Swapped[i] : train.Tokens[i], random));
        return (pairs, Array.ConvertAll(rows, i => train.Labels[i]));
    }

    private PairTokens Drop(PairTokens pair, RandomStream random)
    {
        double share = _options.Steps.TokenDrop;
        if (share == 0)
        {
            return pair;
        }

        int[] kept = [.. Enumerable.Range(0, pair.Ids.Length).Where(i => _model.Specials.Contains(pair.Ids[i]) || random.NextDouble() >= share)];
        return new PairTokens(Array.ConvertAll(kept, i => pair.Ids[i]), Array.ConvertAll(kept, i => pair.Segments[i]));
    }

    private PairTokens[] Encode(IReadOnlyList<LabelledPair> pairs, bool swapped, CancellationToken cancellation) => [.. pairs.AsParallel().AsOrdered().WithCancellation(cancellation)
        .Select(p => swapped ? _model.Tokenizer.Encode(p.Right, p.Left) : _model.Tokenizer.Encode(p.Left, p.Right))];

    // Full balance makes a rare class too loud: calibration and precision suffer. The square root is half way on the logarithm.
    private static double Balance(float[] labels)
    {
        double positive = labels.Sum(l => (double)l);
        return positive > 0 && positive < labels.Length ? Math.Sqrt((labels.Length - positive) / positive) : 1;
    }

    private sealed record PairExamples(PairTokens[] Tokens, PairTokens[] Swapped, float[] Labels)
    {
        public int Count => Tokens.Length;

        public IEnumerable<int> Ids => Tokens.Concat(Swapped).SelectMany(p => p.Ids);

        public string Fingerprint()
        {
            var hash = new XxHash3();
            for (int i = 0; i < Count; i++)
            {
                hash.Append(MemoryMarshal.AsBytes<int>(Tokens[i].Ids));
                hash.Append(MemoryMarshal.AsBytes<int>(Tokens[i].Segments));
                hash.Append(MemoryMarshal.AsBytes<float>([Labels[i]]));
            }

            return $"{hash.GetCurrentHashAsUInt64():x16}";
        }
    }
}

/// <summary>How a training went.</summary>
/// <param name="Curve">Mean loss of every step.</param>
/// <param name="Validations">After every epoch: the best F1 over thresholds where all labels are 0 or 1, else minus the cross-entropy. Higher is better.</param>
/// <param name="BestEpoch">The 0-based epoch whose weights were kept.</param>
/// <param name="IsGraded">Whether validation labels were other than 0 and 1, so that validations are minus cross-entropies.</param>
public sealed record CrossEncoderTrainingResult(IReadOnlyList<double> Curve, IReadOnlyList<float> Validations, int BestEpoch, bool IsGraded)
{
    /// <summary>The validation of the epoch that was kept, by name: "F1 0.7221" or "cross-entropy 0.4312".</summary>
    public string BestValidation => PairValidation.Describe(Validations[BestEpoch], IsGraded);
}
