using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Training;

/// <summary>Masked-language training (Devlin et al., 2019, section 3.1): hidden tokens are to be guessed from the others.</summary>
/// <remarks>
/// 15 % of a text's tokens are chosen; of these 80 % are hidden, 10 % replaced, 10 % kept. The guess is the product with the token table and a
/// bias for each token; BERT's dense layer between is left out, for a small encoder is to keep its knowledge in itself.
/// </remarks>
public sealed class MaskedLanguageTraining
{
    private const double ChosenShare = 0.15;
    private const double HiddenShare = 0.8;
    private const double ReplacedShare = 0.9;

    private readonly TransformerEncoder _encoder;
    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;
    private readonly int _maskId;

    /// <summary>Prepares a training.</summary>
    /// <exception cref="KindredDataException">A setting is out of range, or the vocabulary has no mask token.</exception>
    public MaskedLanguageTraining(TransformerEncoder encoder, TextTokenizer tokenizer, EncoderTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _maskId = tokenizer.MaskId ?? throw new KindredDataException("The vocabulary has no mask token, so masked-language training is not possible.");
        (_encoder, _tokenizer, _options) = (encoder, tokenizer, options);
    }

    /// <summary>Trains on all texts.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="progress">Told after every batch; null for none.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The mean loss of every step.</returns>
    public IReadOnlyList<double> Train(IReadOnlyList<string> texts, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] tokens = [.. texts.Select(t => _tokenizer.Encode(t, Math.Min(_options.MaxTokens, _encoder.Config.MaxTokens))).Where(ids => ids.Any(id => !_tokenizer.SpecialIds.Contains(id)))];
        int perEpoch = (tokens.Length + _options.BatchSize - 1) / _options.BatchSize;
        using var bias = new Parameter(zeros(_encoder.Config.VocabularySize));
        using var steps = new GradientSteps([.. _encoder.Parameters.Values, bias], null, _options, perEpoch * _options.Epochs);
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var random = new RandomStream(_options.Seed, (ulong)epoch);
            int[][] order = [.. tokens];
            random.Shuffle<int[]>(order);
            for (int batch = 0; batch < perEpoch; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                MaskedBatch masked = Mask([.. order.Skip(batch * _options.BatchSize).Take(_options.BatchSize)], random);
                steps.Add(() => Loss(masked, bias), isLast: epoch == _options.Epochs - 1 && batch == perEpoch - 1);
                progress?.Report(new StageProgress("guessing hidden words", (epoch + ((batch + 1.0) / perEpoch)) / _options.Epochs, $"loss {(steps.Curve.Count > 0 ? steps.Curve[^1] : 0):0.000}"));
            }
        }

        return steps.Curve;
    }

    private Tensor Loss(MaskedBatch masked, Parameter bias)
    {
        TokenBatch batch = TokenBatch.Create(masked.Texts, _encoder.Config.PadTokenId);
        Tensor tokens = _encoder.Forward(batch.Ids, batch.Mask, training: true);
        long width = tokens.shape[1];
        Tensor places = tensor(masked.Places.Select(p => (p.Row * width) + p.At).ToArray());
        Tensor chosen = tokens.view(-1, _encoder.Config.HiddenSize).index_select(0, places); // (chosen, H)
        Tensor scores = chosen.matmul(_encoder.Parameters[ParameterNames.Tokens].t()).Plus(bias); // (chosen, vocabulary)
        return nn.functional.cross_entropy(scores, tensor(masked.Answers), label_smoothing: _options.LabelSmoothing);
    }

    private MaskedBatch Mask(int[][] texts, RandomStream random)
    {
        List<(int Row, int At)> places = [];
        List<long> answers = [];
        int[][] changed = [.. texts.Select(t => (int[])t.Clone())];
        for (int row = 0; row < texts.Length; row++)
        {
            int[] candidates = [.. Enumerable.Range(0, texts[row].Length).Where(i => !_tokenizer.SpecialIds.Contains(texts[row][i]))];
            random.Shuffle<int>(candidates);
            foreach (int at in candidates.Take(Math.Max(1, (int)Math.Round(ChosenShare * candidates.Length))))
            {
                places.Add((row, at));
                answers.Add(texts[row][at]);
                changed[row][at] = random.NextDouble() switch
                {
                    < HiddenShare => _maskId,
                    < ReplacedShare => random.NextInt(_encoder.Config.VocabularySize),
                    _ => texts[row][at],
                };
            }
        }

        return new MaskedBatch(changed, places, [.. answers]);
    }

    private sealed record MaskedBatch(int[][] Texts, List<(int Row, int At)> Places, long[] Answers);
}
