using System.IO.Hashing;
using System.Text;
using Kindred.Domain;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Training;

/// <summary>
/// Contrastive training of an encoder on pairs: each anchor must find its positive among the positives of the batch, and each positive its
/// anchor (InfoNCE both ways: van den Oord et al., 2018; in-batch negatives: Henderson et al., 2017).
/// </summary>
/// <remarks>
/// A text of the batch is no negative of an anchor when it is known to belong with it: equal keys, or a pair of the data. Same seed and same
/// number of torch threads give the same result.
/// </remarks>
public sealed class BiEncoderTraining
{
    // Masked comparisons: far below any cosine over the temperature, yet finite, so that label smoothing stays finite.
    private const double Masked = -1e4;

    private readonly TransformerEncoder _encoder;
    private readonly SentenceHead _head;
    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;
    private readonly Dictionary<string, int[]> _tokens = new(StringComparer.Ordinal);

    /// <summary>Prepares a training.</summary>
    /// <param name="encoder">What is trained, in place; with adapters only they are.</param>
    /// <param name="head">Pooling; vectors are compared by cosine whatever it says of normalising.</param>
    /// <param name="tokenizer">The encoder's tokeniser.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="KindredDataException">A setting is out of range.</exception>
    public BiEncoderTraining(TransformerEncoder encoder, SentenceHead head, TextTokenizer tokenizer, EncoderTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_encoder, _head, _tokenizer, _options) = (encoder, head with { Normalize = true }, tokenizer, options);
    }

    /// <summary>Trains on all pairs.</summary>
    /// <param name="pairs">At least two.</param>
    /// <param name="progress">Told after every step; null for none.</param>
    /// <param name="afterEpoch">Called with the 0-based epoch after each; true ends the training (early stopping). Null for none.</param>
    /// <param name="cancellation">Stops between batches; the encoder then keeps what it has learned so far.</param>
    /// <returns>The mean loss of every step.</returns>
    public IReadOnlyList<double> Train(
        IReadOnlyList<TextPair> pairs, IProgress<StageProgress>? progress = null, Func<int, bool>? afterEpoch = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count < 2)
        {
            throw new KindredDataException($"{pairs.Count} pairs of texts are too few to compare; the training needs at least 2.");
        }

        HashSet<(long, long)> known = [.. pairs.Select(p => (p.AnchorKey, p.PositiveKey)), .. pairs.Select(p => (p.PositiveKey, p.AnchorKey))];
        int perEpoch = (pairs.Count + _options.BatchSize - 1) / _options.BatchSize;
        IEnumerable<Parameter> trained = _encoder.Adapters.Count > 0 ? _encoder.Adapters.Values.SelectMany(a => new[] { a.Down, a.Up }) : _encoder.Parameters.Values;
        using var steps = new GradientSteps(trained, _encoder.Parameters[ParameterNames.Tokens], _options, perEpoch * _options.Epochs, Fingerprint(pairs));
        for (int epoch = steps.Done / perEpoch; epoch < _options.Epochs; epoch++)
        {
            int[] order = Shuffled(pairs.Count, epoch);
            for (int batch = Math.Max(0, steps.Done - (epoch * perEpoch)); batch < perEpoch; batch++)
            {
                steps.StopIfCancelled(cancellation);
                var random = new RandomStream(_options.Seed, (2 * (ulong)((epoch * perEpoch) + batch)) + 1);
                TextPair[] chosen = [.. order.Skip(batch * _options.BatchSize).Take(_options.BatchSize).Select(i => pairs[i])];
                int[][] texts = [.. chosen.Select(p => p.Anchor).Concat(chosen.Select(p => p.Positive)).Select(t => TokenBatch.Drop(Tokens(t), _options.TokenDrop, _tokenizer, random))];
                steps.Add(() => Loss(texts, chosen, known), isLast: epoch == _options.Epochs - 1 && batch == perEpoch - 1);
                progress?.Report(new StageProgress("training the encoder", (epoch + ((batch + 1.0) / perEpoch)) / _options.Epochs, $"epoch {epoch + 1}, loss {(steps.Curve.Count > 0 ? steps.Curve[^1] : 0):0.000}"));
            }

            if (afterEpoch?.Invoke(epoch) == true)
            {
                break;
            }
        }

        return steps.Curve;
    }

    private Tensor Loss(int[][] texts, TextPair[] pairs, HashSet<(long, long)> known)
    {
        TokenBatch batch = TokenBatch.Create(texts, _encoder.Config.PadTokenId);
        Tensor tokens = _encoder.Forward(batch.Ids, batch.Mask, training: true);
        Tensor vectors = SentencePooling.Apply(_head, tokens, batch.Mask); // (2 B, H)
        Tensor anchors = vectors.narrow(0, 0, pairs.Length);
        Tensor positives = vectors.narrow(0, pairs.Length, pairs.Length);
        Tensor scores = anchors.matmul(positives.t()) / _options.Temperature; // (B, B)
        scores = scores.masked_fill(FalseNegatives(pairs, known), Masked);
        Tensor own = arange(pairs.Length, ScalarType.Int64);
        return (CrossEntropy(scores, own) + CrossEntropy(scores.t(), own)) / 2;
    }

    private Tensor CrossEntropy(Tensor scores, Tensor own) => nn.functional.cross_entropy(scores, own, label_smoothing: _options.LabelSmoothing);

    private static Tensor FalseNegatives(TextPair[] pairs, HashSet<(long, long)> known)
    {
        var mask = new bool[pairs.Length * pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            for (int j = 0; j < pairs.Length; j++)
            {
                mask[(i * pairs.Length) + j] = i != j && (pairs[i].AnchorKey == pairs[j].PositiveKey || pairs[i].AnchorKey == pairs[j].AnchorKey
                    || pairs[i].PositiveKey == pairs[j].PositiveKey || known.Contains((pairs[i].AnchorKey, pairs[j].PositiveKey)));
            }
        }

        return tensor(mask, [pairs.Length, pairs.Length]);
    }

    private int[] Tokens(string text) => _tokens.TryGetValue(text, out int[]? ids) ? ids : _tokens[text] = _tokenizer.Encode(text, Math.Min(_options.MaxTokens, _encoder.Config.MaxTokens));

    private static string Fingerprint(IReadOnlyList<TextPair> pairs)
    {
        var hash = new XxHash3();
        foreach (TextPair pair in pairs)
        {
            hash.Append(Encoding.UTF8.GetBytes($"{pair.AnchorKey}\t{pair.PositiveKey}\t{pair.Anchor}\t{pair.Positive}\n"));
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
