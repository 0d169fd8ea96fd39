using System.IO.Hashing;
using System.Text;
using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Training;

/// <summary>
/// Contrastive training of an encoder on pairs: each anchor must find its positive among the positives of the batch, and each positive its
/// anchor (InfoNCE both ways: van den Oord et al., 2018; in-batch negatives: Henderson et al., 2017). Negatives that pairs bring along are
/// among what every anchor of the batch must not find (hard negatives: Karpukhin et al., 2020, section 3.2).
/// </summary>
/// <remarks>
/// A text of the batch is no negative of an anchor when it is known to belong with it: equal keys, or a pair of the data. Same seed and same
/// number of torch threads give the same result, interrupted or not.
/// </remarks>
public sealed class BiEncoderTraining
{
    // Masked comparisons: far below any cosine over the temperature, yet finite, so that label smoothing stays finite.
    private const double Masked = -1e4;

    private readonly TransformerEncoder _encoder;
    private readonly SentenceHead _head;
    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;
    private readonly AssociationMap? _map;
    private readonly ClassificationHeads? _classes;
    private readonly Dictionary<string, int[]> _tokens = new(StringComparer.Ordinal);

    /// <summary>Prepares a training.</summary>
    /// <param name="encoder">What is trained, in place; with adapters only they are.</param>
    /// <param name="head">Pooling; vectors are compared by cosine whatever it says of normalising.</param>
    /// <param name="tokenizer">The encoder's tokeniser.</param>
    /// <param name="options">Settings.</param>
    /// <param name="map">Trained beside the encoder, on the side of the positives; null where both sides share one space.</param>
    /// <param name="classes">Further tasks on the same vectors, trained beside; null for none.</param>
    /// <exception cref="KindredDataException">A setting is out of range.</exception>
    public BiEncoderTraining(
        TransformerEncoder encoder, SentenceHead head, TextTokenizer tokenizer, EncoderTrainingOptions options, AssociationMap? map = null, ClassificationHeads? classes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_encoder, _head, _tokenizer, _options, _map, _classes) = (encoder, head with { Normalize = true }, tokenizer, options, map, classes);
    }

    /// <summary>Trains on all pairs.</summary>
    /// <param name="pairs">At least two.</param>
    /// <param name="progress">Told after every batch; null for none.</param>
    /// <param name="quality">How good the encoder is now, more being better: asked after every epoch; the best weights are kept, and the training ends after
    /// <see cref="EncoderTrainingOptions.Patience"/> epochs without a better one. Null for neither.</param>
    /// <param name="associated">Keys of further pairs that belong together and are no negatives of each other; null for none.</param>
    /// <param name="cancellation">Stops between steps, leaving a checkpoint where the options name one.</param>
    /// <returns>What came of it.</returns>
    public TrainingCurve Train(
        IReadOnlyList<TextPair> pairs, IProgress<StageProgress>? progress = null, Func<double>? quality = null, IEnumerable<(long, long)>? associated = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count < 2)
        {
            throw new KindredDataException($"{pairs.Count} pairs of texts are too few to compare; the training needs at least 2.");
        }

        HashSet<(long, long)> known = [.. pairs.Select(p => (p.AnchorKey, p.PositiveKey)).Concat(associated ?? []).Select(Ordered)];
        int perEpoch = (pairs.Count + _options.BatchSize - 1) / _options.BatchSize;
        Parameter[] trained = [.. Trained()];
        using var steps = new GradientSteps(trained, _encoder.Parameters[ParameterNames.Tokens], _options, perEpoch * _options.Epochs, Fingerprint(pairs));
        var stopping = new EarlyStopping(steps, trained, quality, _options.Patience);
        int epoch = steps.Done / perEpoch;
        bool isEnough = epoch > 0 && stopping.ShouldStop(epoch);
        for (; epoch < _options.Epochs && !isEnough; epoch++)
        {
            int[] order = Shuffled(pairs.Count, epoch);
            for (int batch = Math.Max(0, steps.Done - (epoch * perEpoch)); batch < perEpoch; batch++)
            {
                steps.StopIfCancelled(cancellation);
                TextPair[] chosen = [.. order.Skip(batch * _options.BatchSize).Take(_options.BatchSize).Select(i => pairs[i])];
                int number = (epoch * perEpoch) + batch;
                int[][] texts = Texts(chosen, new RandomStream(_options.Seed, (2 * (ulong)number) + 1));
                steps.Add(() => Loss(texts, chosen, known, number), isLast: number == (perEpoch * _options.Epochs) - 1);
                progress?.Report(new StageProgress("training the encoder", (number + 1.0) / (perEpoch * _options.Epochs), $"epoch {epoch + 1}, loss {(steps.Curve.Count > 0 ? steps.Curve[^1] : 0):0.000}"));
            }

            isEnough = stopping.ShouldStop(epoch + 1);
        }

        stopping.Restore();
        return new TrainingCurve(steps.Curve, [.. stopping.Curve.Select(q => (double)q)]);
    }

    private IEnumerable<Parameter> Trained() =>
    [
        .. _encoder.Adapters.Count > 0 ? _encoder.Adapters.Values.SelectMany(a => new[] { a.Down, a.Up }) : _encoder.Parameters.Values,
        .. _map is null ? Array.Empty<Parameter>() : [_map.Matrix],
        .. _classes?.Parameters ?? [],
    ];

    // Anchors, positives, then the negatives there are.
    private int[][] Texts(TextPair[] pairs, RandomStream random) =>
    [
        .. pairs.Select(p => p.Anchor).Concat(pairs.Select(p => p.Positive)).Concat(pairs.Select(p => p.Negative).OfType<string>())
            .Select(t => TokenBatch.Drop(Tokens(FieldShuffle.Apply(t, _options.FieldShuffle, random)), _options.TokenDrop, _tokenizer, random)),
    ];

    private Tensor Loss(int[][] texts, TextPair[] pairs, HashSet<(long, long)> known, int number)
    {
        TokenBatch batch = TokenBatch.Create(texts, _encoder.Config.PadTokenId);
        Tensor tokens = _encoder.Forward(batch.Ids, batch.Mask, training: true);
        Tensor vectors = SentencePooling.Apply(_head, tokens, batch.Mask); // (2 B + negatives, H)
        Tensor anchors = vectors.narrow(0, 0, pairs.Length);
        Tensor found = vectors.narrow(0, pairs.Length, texts.Length - pairs.Length);
        found = _map?.Apply(found) ?? found;
        Tensor scores = anchors.matmul(found.t()).Over(_options.Temperature); // (B, B + negatives)
        scores = scores.FilledWhere(FalseNegatives(pairs, known), Masked);
        Tensor own = TensorArithmetic.Numbers(pairs.Length);
        Tensor loss = CrossEntropy(scores, own).Plus(CrossEntropy(scores.narrow(1, 0, pairs.Length).t(), own)).Over(2);
        return _classes is null ? loss : loss.Plus(_classes.Loss(_encoder, _head, _tokenizer, _options, number));
    }

    private Tensor CrossEntropy(Tensor scores, Tensor own) => nn.functional.cross_entropy(scores, own, label_smoothing: _options.LabelSmoothing);

    /// <summary>Which texts are no negatives: [anchors × (positives, then negatives)].</summary>
    /// <param name="pairs">The batch.</param>
    /// <param name="known">Pairs that belong together, the lower key first.</param>
    internal static Tensor FalseNegatives(TextPair[] pairs, HashSet<(long, long)> known)
    {
        long[] found = [.. pairs.Select(p => p.PositiveKey), .. pairs.Where(p => p.Negative is not null).Select(p => p.NegativeKey)];
        var mask = new bool[pairs.Length * found.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            for (int j = 0; j < found.Length; j++)
            {
                mask[(i * found.Length) + j] = i != j && (pairs[i].AnchorKey == found[j] || pairs[i].PositiveKey == found[j]
                    || known.Contains(Ordered((pairs[i].AnchorKey, found[j]))) || (j < pairs.Length && pairs[i].AnchorKey == pairs[j].AnchorKey));
            }
        }

        return tensor(mask, [pairs.Length, found.Length]);
    }

    private static (long, long) Ordered((long One, long Other) pair) => (Math.Min(pair.One, pair.Other), Math.Max(pair.One, pair.Other));

    // Shuffled texts are hardly ever met again.
    private int[] Tokens(string text)
    {
        if (_tokens.TryGetValue(text, out int[]? known))
        {
            return known;
        }

        int[] ids = _tokenizer.Encode(text, Math.Min(_options.MaxTokens, _encoder.Config.MaxTokens));
        return _options.FieldShuffle > 0 ? ids : _tokens[text] = ids;
    }

    private static string Fingerprint(IReadOnlyList<TextPair> pairs)
    {
        var hash = new XxHash3();
        foreach (TextPair pair in pairs)
        {
            hash.Append(Encoding.UTF8.GetBytes($"{pair.AnchorKey}\t{pair.PositiveKey}\t{pair.NegativeKey}\t{pair.Anchor}\t{pair.Positive}\t{pair.Negative}\n"));
        }

        return $"pairs {hash.GetCurrentHashAsUInt64():x16}";
    }

    private int[] Shuffled(int count, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new RandomStream(_options.Seed, 2 * (ulong)epoch).Shuffle<int>(order);
        return order;
    }
}

/// <summary>How a training went.</summary>
/// <param name="Losses">Mean loss of every step.</param>
/// <param name="Qualities">The quality after every epoch; empty where none was asked for.</param>
public sealed record TrainingCurve(IReadOnlyList<double> Losses, IReadOnlyList<double> Qualities)
{
    /// <summary>The 0-based epoch whose weights were kept; null where no quality was asked for.</summary>
    public int? BestEpoch => Qualities.Count > 0 ? Enumerable.Range(0, Qualities.Count).MaxBy(e => Qualities[e]) : null;
}
