using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Compression;

/// <summary>Takes the attention heads out of an encoder that matter least (Michel, Levy &amp; Neubig, 2019).</summary>
/// <remarks>
/// A head's importance is the mean over batches of |∂L/∂ξ|, ξ being a gate of 1 on its output, divided by the length of its layer's importances (section
/// 4.1). Differs from the paper: L is no task's loss but asks a text to find itself, with some tokens left out, among the texts of its batch (as Gao et al.,
/// 2021, train), so plain texts are enough; and the gradient is taken a batch, not a text.
/// </remarks>
public static class HeadPruning
{
    private const int BatchSize = 32;
    private const int MaxTokens = 48;
    private const double TokenDrop = 0.3;
    private const double Temperature = 0.05;

    /// <summary>How much each head matters.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="head">Its pooling.</param>
    /// <param name="tokenizer">Its tokeniser.</param>
    /// <param name="texts">Texts of the kind it will encode, at least two.</param>
    /// <param name="seed">Seed of the tokens left out.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>For each layer one number a head that it has, at least 0; the squares of a layer add up to 1.</returns>
    /// <exception cref="KindredDataException">There are fewer than two texts.</exception>
    public static double[][] Importance(
        TransformerEncoder encoder, SentenceHead head, TextTokenizer tokenizer, IReadOnlyList<string> texts, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count < 2)
        {
            throw new KindredDataException($"{texts.Count} texts are too few to see which heads matter; give some hundred of the kind that will be encoded.");
        }

        var random = new RandomStream(seed);
        int most = Math.Min(MaxTokens, encoder.Config.MaxTokens);
        double[][] sums = [.. Enumerable.Range(0, encoder.Config.Layers).Select(layer => new double[encoder.Config.HeadsOf(layer)])];
        foreach (string[] batch in texts.Chunk(BatchSize).Where(b => b.Length > 1))
        {
            cancellation.ThrowIfCancellationRequested();
            int[][] tokens = [.. batch.Select(t => tokenizer.Encode(t, most))];
            AddGradients(encoder, head, [.. tokens, .. tokens.Select(t => TokenBatch.Drop(t, TokenDrop, tokenizer, random))], sums);
        }

        return [.. sums.Select(layer => Normalized(layer))];
    }

    /// <summary>Chooses the heads that matter least; every layer keeps at least one.</summary>
    /// <param name="importance">From <see cref="Importance"/>.</param>
    /// <param name="count">How many heads go, over all layers.</param>
    /// <returns>The heads by layer, ascending; layers that lose none are left out.</returns>
    /// <exception cref="KindredDataException">There are not that many heads to take.</exception>
    public static IReadOnlyDictionary<int, int[]> Choose(double[][] importance, int count)
    {
        ArgumentNullException.ThrowIfNull(importance);
        int spare = importance.Sum(layer => layer.Length - 1);
        if (count < 0 || count > spare)
        {
            throw new KindredDataException($"{count} heads cannot be pruned: 0 to {spare} can, since each of the {importance.Length} layers keeps one.");
        }

        // The most important head of each layer is not among those that can go.
        return importance.SelectMany((layer, l) => Enumerable.Range(0, layer.Length).OrderByDescending(h => layer[h]).Skip(1).Select(h => (Layer: l, Head: h)))
            .OrderBy(c => importance[c.Layer][c.Head]).Take(count)
            .GroupBy(c => c.Layer).ToDictionary(g => g.Key, g => g.Select(c => c.Head).Order().ToArray());
    }

    /// <summary>The encoder without some heads: their rows of query, key and value and their columns of the layer behind them are gone.</summary>
    /// <param name="weights">The encoder.</param>
    /// <param name="heads">The heads by layer, numbered among those that the layer still has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A layer has no head of such a number.</exception>
    public static EncoderWeights Remove(EncoderWeights weights, IReadOnlyDictionary<int, int[]> heads)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(heads);
        EncoderConfig config = weights.Config;
        var values = new Dictionary<string, float[]>(weights.Values, StringComparer.Ordinal);
        var pruned = new Dictionary<int, int[]>(config.PrunedHeads);
        foreach ((int layer, int[] gone) in heads)
        {
            var names = new LayerNames(layer);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(gone.DefaultIfEmpty(-1).Max(), config.HeadsOf(layer), nameof(heads));
            int[] left = [.. Enumerable.Range(0, config.HeadsOf(layer)).Except(gone)];
            foreach (string name in new[] { names.Query, names.Key, names.Value })
            {
                values[name + ".weight"] = Rows(weights[name + ".weight"], left, config.HeadSize * config.HiddenSize);
                values[name + ".bias"] = Rows(weights[name + ".bias"], left, config.HeadSize);
            }

            string output = names.AttentionOutput + ".weight";
            int width = config.HeadsOf(layer) * config.HeadSize;
            values[output] = [.. weights[output].Chunk(width).SelectMany(row => Rows(row, left, config.HeadSize))];

            // Heads are numbered as they were at first.
            int[] before = [.. Enumerable.Range(0, config.Heads).Except(pruned.GetValueOrDefault(layer, []))];
            pruned[layer] = [.. pruned.GetValueOrDefault(layer, []).Concat(gone.Select(h => before[h])).Order()];
        }

        EncoderConfig smaller = config with { PrunedHeads = pruned };
        smaller.Validate();
        return new EncoderWeights(smaller, values);
    }

    private static float[] Rows(float[] values, int[] kept, int length) => [.. kept.SelectMany(r => values.AsSpan(r * length, length).ToArray())];

    private static void AddGradients(TransformerEncoder encoder, SentenceHead head, int[][] texts, double[][] sums)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] gates = [.. sums.Select(layer => ones(layer.Length, requires_grad: true))];
        encoder.HeadGates = gates;
        try
        {
            TokenBatch batch = TokenBatch.Create(texts, encoder.Config.PadTokenId);
            Tensor vectors = SentencePooling.Apply(head with { Normalize = true }, encoder.Forward(batch.Ids, batch.Mask), batch.Mask);
            int count = texts.Length / 2;
            Tensor scores = vectors.narrow(0, count, count).matmul(vectors.narrow(0, 0, count).t()).Over(Temperature); // (B, B)
            Tensor[] gradients = [.. autograd.grad([nn.functional.cross_entropy(scores, TensorArithmetic.Numbers(count))], gates)];
            for (int layer = 0; layer < sums.Length; layer++)
            {
                float[] found = gradients[layer].abs().data<float>().ToArray();
                for (int h = 0; h < found.Length; h++)
                {
                    sums[layer][h] += found[h];
                }
            }
        }
        finally
        {
            encoder.HeadGates = null;
        }
    }

    private static double[] Normalized(double[] layer)
    {
        double length = Math.Sqrt(layer.Sum(v => v * v));
        return length > 0 ? Array.ConvertAll(layer, v => v / length) : layer;
    }
}
