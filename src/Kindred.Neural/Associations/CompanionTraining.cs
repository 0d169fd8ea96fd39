using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Associations;

/// <summary>Fine-tunes an encoder so that a title's vector points to the vectors of the products it is bought with.</summary>
/// <remarks>
/// Two unlike towers, for "goes with" is not "is like": titles go through the encoder, products that sell have a free vector each, which starts as the
/// vector of their title. The loss is the cross-entropy of a softmax over all products (not over those of a batch) against the shares of a product's
/// companions: the square roots of baskets in common × ln lift (<see cref="CompanionLists"/>), so that best-sellers weigh no more than they must; products
/// of few baskets count less. A softmax over everything needs no negatives to be chosen and none can be false. The product itself is left out of it.
/// </remarks>
public sealed class CompanionTraining
{
    private const double Masked = -1e4;

    private readonly TransformerEncoder _encoder;
    private readonly SentenceHead _head;
    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;
    private readonly TitleCompanionOptions _definition;

    /// <summary>Prepares a training.</summary>
    /// <param name="encoder">What is trained, in place; with adapters only they are.</param>
    /// <param name="head">Pooling; vectors are scaled to length 1 whatever it says.</param>
    /// <param name="tokenizer">The encoder's tokeniser.</param>
    /// <param name="definition">What counts as a companion, and from how many baskets on a product counts in full.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="KindredDataException">A setting is out of range.</exception>
    public CompanionTraining(TransformerEncoder encoder, SentenceHead head, TextTokenizer tokenizer, TitleCompanionOptions definition, EncoderTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_encoder, _head, _tokenizer, _definition, _options) = (encoder, head with { Normalize = true }, tokenizer, definition, options);
    }

    /// <summary>Trains the encoder and the products' vectors.</summary>
    /// <param name="baskets">Baskets as users.</param>
    /// <param name="titles">The title of each product row; null where there is none: such a product is left out.</param>
    /// <param name="curve">How the training went.</param>
    /// <param name="progress">Told after every batch; null for none.</param>
    /// <param name="cancellation">Stops between steps, leaving a checkpoint where the options name one.</param>
    /// <exception cref="KindredDataException">No product has companions.</exception>
    public CompanionTable Train(
        InteractionData baskets, IReadOnlyList<string?> titles, out TrainingCurve curve, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(titles);
        int[] known = [.. Enumerable.Range(0, titles.Count).Where(i => !string.IsNullOrWhiteSpace(titles[i]))];
        CompanionShares shares = CompanionShares.Find(baskets, known, _definition, cancellation);
        int[][] tokens = [.. known.Select(row => _tokenizer.Encode(titles[row]!, Math.Min(_options.MaxTokens, _encoder.Config.MaxTokens)))];
        using IDisposable fewer = _encoder.KeepTokens([_encoder.Config.PadTokenId, .. tokens.SelectMany(t => t)]);
        using var vectors = new Parameter(TitleVectors.Compute(_encoder, _head, tokens));
        using var biases = new Parameter(tensor(shares.LogPopularity));
        Parameter[] parameters = [.. _encoder.Adapters.Count > 0 ? _encoder.Adapters.Values.SelectMany(a => new[] { a.Down, a.Up }) : _encoder.Parameters.Values, vectors, biases];
        int perEpoch = (shares.Anchors.Length + _options.BatchSize - 1) / _options.BatchSize;
        using var steps = new GradientSteps(parameters, _encoder.Parameters[ParameterNames.Tokens], _options, perEpoch * _options.Epochs, shares.Fingerprint(titles));
        for (int number = steps.Done; number < perEpoch * _options.Epochs; number++)
        {
            steps.StopIfCancelled(cancellation);
            int[] anchors = [.. Shuffled(shares.Anchors, number / perEpoch).Skip(number % perEpoch * _options.BatchSize).Take(_options.BatchSize)];
            var random = new RandomStream(_options.Seed, (2 * (ulong)number) + 1);
            int[][] texts = [.. anchors.Select(a => TokenBatch.Drop(tokens[a], _options.TokenDrop, _tokenizer, random))];
            steps.Add(() => Loss(texts, anchors, shares, vectors, biases), isLast: number == (perEpoch * _options.Epochs) - 1);
            progress?.Report(new StageProgress("training on companions", (number + 1.0) / (perEpoch * _options.Epochs), $"epoch {(number / perEpoch) + 1}, loss {(steps.Curve.Count > 0 ? steps.Curve[^1] : 0):0.000}"));
        }

        curve = new TrainingCurve(steps.Curve, []);
        using Tensor plain = vectors.detach();
        using Tensor scaled = plain.Over(_options.Temperature);
        return shares.Table(baskets.Items, scaled.data<float>().ToArray(), biases.data<float>().ToArray());
    }

    private Tensor Loss(int[][] texts, int[] anchors, CompanionShares shares, Parameter vectors, Parameter biases)
    {
        TokenBatch batch = TokenBatch.Create(texts, _encoder.Config.PadTokenId);
        Tensor queries = SentencePooling.Apply(_head, _encoder.Forward(batch.Ids, batch.Mask, training: true), batch.Mask); // (B, H)
        Tensor scores = queries.matmul(vectors.t()).Over(_options.Temperature).Plus(biases); // (B, products)
        Tensor self = tensor(Array.ConvertAll(anchors, a => (long)a)).unsqueeze(1);
        scores = scores.scatter(1, self, tensor(Array.ConvertAll(anchors, _ => (float)Masked), self.shape));
        Tensor losses = shares.Targets(anchors).mul(nn.functional.log_softmax(scores, 1)).sum(1).neg(); // (B)
        Tensor weights = tensor(Array.ConvertAll(anchors, a => shares.Weights[a]));
        return (losses * weights).sum() / weights.sum();
    }

    private int[] Shuffled(int[] anchors, int epoch)
    {
        int[] order = [.. anchors];
        new RandomStream(_options.Seed, 2 * (ulong)epoch).Shuffle<int>(order);
        return order;
    }
}
