using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Pretraining;

/// <summary>
/// Learns token vectors whose sum is a good vector of a text, by the contrast of pairs (InfoNCE, as <see cref="BiEncoderTraining"/>), without any transformer: a
/// hundred times as fast, and the start that the transformer then improves on.
/// </summary>
/// <remarks>
/// A token's vector is a linear map of its features plus a part of its own. The map is learned from all tokens, so that words which no text of the training has
/// stay comparable with those that it has.
/// </remarks>
internal sealed class TokenBagTraining : IDisposable
{
    private const double Masked = -1e4;

    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;
    private readonly Tensor _features; // (V, F)
    private readonly Parameter _map; // (F, H)
    private readonly TokenRows _own; // (V, H)
    private readonly Dictionary<string, int[]> _tokens = new(StringComparer.Ordinal);

    public TokenBagTraining(TextTokenizer tokenizer, TokenFeatures features, int width, EncoderTrainingOptions options)
    {
        options.Validate();
        NativeLibraries.UseTorch();
        (_tokenizer, _options) = (tokenizer, options);
        using (Tensor managed = tensor(features.Rows, [tokenizer.VocabularySize, features.Width]))
        {
            _features = managed.clone(); // into libtorch's own memory, as all operands of products
        }

        _map = Transformers.TransformerEncoder.NewParameter(StartMap(features, width, new RandomStream(options.Seed)), [features.Width, width]);
        _own = new TokenRows(tokenizer.VocabularySize, width);
    }

    /// <summary>Trains on pairs.</summary>
    /// <returns>The mean loss of every step.</returns>
    public IReadOnlyList<double> Train(IReadOnlyList<TextPair> pairs, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        TextPair[] usable = [.. pairs.Where(p => Tokens(p.Anchor).Length > 0 && Tokens(p.Positive).Length > 0)];
        HashSet<(long, long)> known = [.. usable.Select(p => (p.AnchorKey, p.PositiveKey)), .. usable.Select(p => (p.PositiveKey, p.AnchorKey))];
        int perEpoch = usable.Length / _options.BatchSize;
        using var steps = new GradientSteps([_map], null, _options, perEpoch * _options.Epochs);
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var random = new RandomStream(_options.Seed, (ulong)epoch);
            random.Shuffle<TextPair>(usable);
            for (int batch = 0; batch < perEpoch; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                TextPair[] chosen = usable[(batch * _options.BatchSize)..((batch + 1) * _options.BatchSize)];
                int[][] texts = [.. chosen.Select(p => p.Anchor).Concat(chosen.Select(p => p.Positive)).Select(t => TokenBatch.Drop(Tokens(t), _options.TokenDrop, _tokenizer, random))];
                Step(steps, texts, chosen, known, _options.LearningRate * _options.RateAt(steps.Curve.Count, perEpoch * _options.Epochs));
                progress?.Report(new StageProgress("training token vectors", (epoch + ((batch + 1.0) / perEpoch)) / _options.Epochs, $"loss {steps.Curve[^1]:0.000}"));
            }
        }

        return steps.Curve;
    }

    /// <summary>The vectors of all tokens, [V × H]; those of special tokens are zero.</summary>
    public float[] Rows()
    {
        using (no_grad())
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = Centred(_features.matmul(_map).Plus(_own.Table));
            float[] values = rows.data<float>().ToArray();
            int width = (int)_map.shape[1];
            foreach (int id in _tokenizer.SpecialIds)
            {
                Array.Clear(values, id * width, width);
            }

            return values;
        }
    }

    public void Dispose()
    {
        _features.Dispose();
        _map.Dispose();
        _own.Dispose();
    }

    private void Step(GradientSteps steps, int[][] texts, TextPair[] pairs, HashSet<(long, long)> known, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        TokenBatch batch = TokenBatch.Create(texts, 0);
        (Tensor ids, Tensor? places, _) = batch.Ids.unique(return_inverse: true); // (U), (2 B, T)
        Tensor own = _own.Take(ids);
        steps.Add(() => Loss(ids, own, places!, batch.Mask, pairs, known), isLast: false);
        _own.Move(ids, own.grad!, rate);
    }

    private Tensor Loss(Tensor ids, Tensor own, Tensor places, Tensor mask, TextPair[] pairs, HashSet<(long, long)> known)
    {
        Tensor rows = Centred(_features.index_select(0, ids).matmul(_map).Plus(own)); // (U, H)
        Tensor tokens = rows.index_select(0, places.reshape(-1)).view(places.shape[0], places.shape[1], -1); // (2 B, T, H)
        Tensor vectors = tokens.mul(mask.unsqueeze(2)).sum(1).WithUnitRows();
        Tensor scores = vectors.narrow(0, 0, pairs.Length).matmul(vectors.narrow(0, pairs.Length, pairs.Length).t()).Over(_options.Temperature); // (B, B)
        scores = scores.FilledWhere(BiEncoderTraining.FalseNegatives(pairs, known), Masked);
        Tensor answers = TensorArithmetic.Numbers(pairs.Length);
        return nn.functional.cross_entropy(scores, answers).Plus(nn.functional.cross_entropy(scores.t(), answers)).Over(2);
    }

    // Layer normalisation will take the mean of the components away, so the sum is trained without it.
    private static Tensor Centred(Tensor rows) => rows.Minus(rows.mean([1], keepdim: true));

    private int[] Tokens(string text) => _tokens.TryGetValue(text, out int[]? ids) ? ids
        : _tokens[text] = [.. _tokenizer.Tokenize(text).Where(id => !_tokenizer.SpecialIds.Contains(id)).Take(_options.MaxTokens - 2)];

    // Meaning in the first components as it is, spelling over all of them by a random rotation's scale.
    private static float[] StartMap(TokenFeatures features, int width, RandomStream random)
    {
        var map = new float[features.Width * width];
        for (int i = 0; i < features.Meaning; i++)
        {
            map[(i * width) + (i % width)] = 1;
        }

        for (int i = features.Meaning * width; i < map.Length; i++)
        {
            map[i] = (float)(random.NextGaussian() / Math.Sqrt(features.Spelling));
        }

        return map;
    }
}
