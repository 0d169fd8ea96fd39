using System.Collections.Concurrent;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.Quantized;

/// <summary>An encoder in 8-bit whole numbers on Kindred's own kernels, without native libraries.</summary>
/// <remarks>
/// Activations are quantised by token, so a text's vector does not depend, to the last bit, on the texts around it. There is no padding: the tokens
/// of all texts stand one after another. Thread-safe.
/// </remarks>
internal sealed class QuantizedSentenceModel : ISentenceModel
{
    // As many tokens go through a layer together as keep its activations in the processor's second cache.
    private const int GroupTokens = 96;

    private readonly EncoderConfig _config;
    private readonly SentenceHead _head;
    private readonly TokenEmbedding _embedding;
    private readonly QuantizedLayer[] _layers;
    private readonly ConcurrentBag<EncoderWorkspace> _spaces = [];

    /// <exception cref="KindredDataException">The encoder's widths do not fit the kernels.</exception>
    public QuantizedSentenceModel(EncoderWeights weights, SentenceHead head, int threads)
    {
        (_config, _head, BatchesAtOnce) = (weights.Config, head, ThreadCount.Resolve(threads));
        if (!Takes(_config))
        {
            throw new KindredDataException(
                $"The encoder has heads {_config.HeadSize} wide and {_config.IntermediateSize} inside its layers; int8 without ONNX Runtime takes multiples of {PackedLinear.PanelWidth}. Use the ONNX runtime.");
        }

        _embedding = new TokenEmbedding(weights);
        _layers = [.. Enumerable.Range(0, _config.Layers).Select(i => new QuantizedLayer(weights, new LayerNames(i)))];
    }

    /// <summary>Whether the encoder's widths fit the kernels.</summary>
    public static bool Takes(EncoderConfig config) => config.HeadSize % SmallProduct.ColumnBlock == 0 && config.IntermediateSize % PackedLinear.PanelWidth == 0;

    public int Dimensions => _config.HiddenSize;

    public int MaxTokens => _config.MaxTokens;

    public int PadTokenId => _config.PadTokenId;

    public int BatchesAtOnce { get; }

    // What a thread takes at a time; inside, groups of GroupTokens.
    public int SuitableTokens => 1024;

    public float[] Run(long[] ids, long[] mask, int rows, int columns)
    {
        var result = new float[rows * Dimensions];
        int[] lengths = [.. Enumerable.Range(0, rows).Select(row => mask.AsSpan(row * columns, columns).LastIndexOf(1) + 1)];
        int start = 0;
        int tokens = 0;
        for (int row = 0; row < rows; row++)
        {
            tokens += lengths[row];
            if (row + 1 == rows || tokens + lengths[row + 1] > GroupTokens)
            {
                RunGroup(ids.AsSpan(start * columns), columns, lengths.AsSpan(start..(row + 1)), tokens, result.AsSpan(start * Dimensions));
                (start, tokens) = (row + 1, 0);
            }
        }

        return result;
    }

    public void Dispose()
    {
        // All memory is managed.
    }

    private void RunGroup(ReadOnlySpan<long> ids, int columns, ReadOnlySpan<int> lengths, int tokens, Span<float> vectors)
    {
        EncoderWorkspace space = _spaces.TryTake(out EncoderWorkspace? kept) && kept.Capacity >= tokens ? kept : new EncoderWorkspace(_config, Math.Max(tokens, GroupTokens));
        int first = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            _embedding.Apply(ids.Slice(text * columns, lengths[text]), space.X.AsSpan(first * Dimensions));
            first += lengths[text];
        }

        foreach (QuantizedLayer layer in _layers)
        {
            layer.Apply(space, lengths);
        }

        first = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            TokenPooling.Apply(_head, space.X.AsSpan(first * Dimensions, lengths[text] * Dimensions), vectors.Slice(text * Dimensions, Dimensions));
            first += lengths[text];
        }

        _spaces.Add(space);
    }
}
