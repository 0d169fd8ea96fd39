using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Files;
using Kindred.Neural.Native;
using Kindred.Neural.Onnx;
using Kindred.Neural.Quantized;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using Microsoft.Extensions.AI;

namespace Kindred.Neural.Encoders;

/// <summary>Text to vectors by a transformer of a model folder, on ONNX Runtime, libtorch or Kindred's own kernels.</summary>
/// <remarks>Texts of like length are computed together; the order of the results is that of the texts. Thread-safe.</remarks>
public sealed class TextEncoder : IEmbeddingGenerator<string, Embedding<float>>
{
    // What a parallel query takes at most.
    private const int MostReaders = 512;

    private readonly ISentenceModel _model;
    private readonly TextTokenizer _tokenizer;
    private readonly TextEncoderOptions _options;
    private readonly EmbeddingGeneratorMetadata _metadata;

    internal TextEncoder(ISentenceModel model, TextTokenizer tokenizer, TextEncoderOptions options, string name)
    {
        (_model, _tokenizer, _options) = (model, tokenizer, options);
        _metadata = new EmbeddingGeneratorMetadata("kindred", defaultModelId: name, defaultModelDimensions: model.Dimensions);
    }

    /// <summary>The folder of the encoder that comes with Kindred.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "encoder");

    /// <summary>Width of the vectors.</summary>
    public int Dimensions => _model.Dimensions;

    /// <summary>Opens a model folder: one with <c>model.onnx</c> (or <c>onnx/model.onnx</c>), or one as Hugging Face has them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it runs; null means the defaults.</param>
    /// <exception cref="KindredDataException">The folder holds no sound model, or an option does not fit.</exception>
    public static TextEncoder Open(string folder, TextEncoderOptions? options = null)
    {
        options ??= new TextEncoderOptions();
        options.Validate();
        TextTokenizer tokenizer = TextTokenizer.Load(folder);
        var fingerprint = new ModelFingerprint(folder, options);
        ISentenceModel model = OpenModel(folder, tokenizer, options, fingerprint);
        return new TextEncoder(model, tokenizer, options, fingerprint.Name(folder));
    }

    /// <summary>
    /// The runtime that suits a folder's encoder on this machine: Kindred's own kernels (int8) where they take the encoder and the processor has the instructions
    /// they are fast with (AVX2 and FMA) or there is no ONNX Runtime beside the program; ONNX Runtime elsewhere, and for folders with an ONNX file.
    /// </summary>
    /// <param name="folder">A model folder.</param>
    /// <exception cref="KindredDataException">Its config.json cannot be read.</exception>
    public static EncoderRuntime PreferredRuntime(string folder) => PreferredRuntime(folder, PackedLinear.IsFast, NativeLibraries.HasOnnx);

    /// <summary>The same on a machine with or without such a processor and the library.</summary>
    internal static EncoderRuntime PreferredRuntime(string folder, bool kernelsAreFast, bool hasOnnx)
    {
        bool fits = OnnxFile(folder) is null && ModelFolder.TryReadText(folder, "config.json") is { } json && QuantizedSentenceModel.Takes(EncoderConfig.Parse(json));
        return fits && (kernelsAreFast || !hasOnnx) ? EncoderRuntime.Managed : EncoderRuntime.Onnx;
    }

    /// <summary>The vectors of texts, in their order.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="progress">Told after every batch; null for none.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public float[][] Encode(IReadOnlyList<string> texts, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        try
        {
            return EncodeAll(texts, progress, cancellation);
        }
        catch (AggregateException e)
        {
            // Texts and batches fail alike; the first fault says it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        return Task.Run(
            () => new GeneratedEmbeddings<Embedding<float>>(Encode(texts, cancellation: cancellationToken).Select(v => new Embedding<float>(v) { ModelId = _metadata.DefaultModelId })),
            cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static ISentenceModel OpenModel(string folder, TextTokenizer tokenizer, TextEncoderOptions options, ModelFingerprint fingerprint)
    {
        SentenceHead head = SentenceHead.Read(folder);
        fingerprint.Add(head.ToString());
        if (options.Runtime == EncoderRuntime.Onnx && OnnxFile(folder) is { } file)
        {
            byte[] bytes = File.ReadAllBytes(file);
            fingerprint.Add(bytes);
            return OnnxSentenceModel.Open(bytes, file, (folder, head, tokenizer), options.Threads);
        }

        var config = EncoderConfig.Parse(ModelFolder.ReadText(folder, "config.json"));
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ModelFileException($"The tokeniser of {folder} has {tokenizer.VocabularySize} tokens, its config.json {config.VocabularySize}: they do not belong together.");
        }

        EncoderWeights weights = EncoderWeights.Load(folder, config);
        fingerprint.Add(weights);
        return options.Runtime switch
        {
            EncoderRuntime.Managed => new QuantizedSentenceModel(weights, head, options.Threads),
            EncoderRuntime.Torch => TorchSentenceModel.Create(weights, head, options, BFloat16Unit.IsPresent),
            _ => OnnxSentenceModel.Create(OnnxExport.ToBytes(weights, head, options.Precision), config, options.Threads),
        };
    }

    private static string? OnnxFile(string folder) =>
        Array.Find([Path.Combine(folder, "model.onnx"), Path.Combine(folder, "onnx", "model.onnx")], File.Exists);

    private float[][] EncodeAll(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        int most = Math.Min(_options.MaxTokens, _model.MaxTokens);
        int[][] tokens = [.. texts.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(ThreadCount.Resolve(_options.Threads), MostReaders))
            .WithCancellation(cancellation).Select(t => _tokenizer.Encode(_options.Prefix + t, most))];
        int[] order = [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i].Length > 0).OrderBy(i => tokens[i].Length)];
        float[][] vectors = [.. tokens.Select(_ => new float[Dimensions])]; // a text without tokens keeps zeros
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _model.BatchesAtOnce, CancellationToken = cancellation };
        int done = 0;
        Parallel.ForEach(Partitioner.Create(Batches(tokens, order), EnumerablePartitionerOptions.NoBuffering), parallel, batch =>
        {
            Run(tokens, batch, vectors);
            int now = Interlocked.Add(ref done, batch.Count);
            progress?.Report(new StageProgress("encoding texts", (double)now / order.Length, $"{now:N0} of {order.Length:N0}"));
        });
        return vectors;
    }

    // Rows are sorted by length, so the last row of a batch is its width.
    private IEnumerable<ArraySegment<int>> Batches(int[][] tokens, int[] order)
    {
        int most = _options.BatchTokens > 0 ? _options.BatchTokens : _model.SuitableTokens;
        int start = 0;
        for (int end = 1; end <= order.Length; end++)
        {
            if (end == order.Length || (end + 1 - start) * tokens[order[end]].Length > most)
            {
                yield return new ArraySegment<int>(order, start, end - start);
                start = end;
            }
        }
    }

    private void Run(int[][] tokens, ArraySegment<int> rows, float[][] vectors)
    {
        int columns = tokens[rows[^1]].Length;
        var ids = new long[rows.Count * columns];
        var mask = new long[ids.Length];
        Array.Fill(ids, _model.PadTokenId);
        for (int row = 0; row < rows.Count; row++)
        {
            int[] text = tokens[rows[row]];
            for (int i = 0; i < text.Length; i++)
            {
                (ids[(row * columns) + i], mask[(row * columns) + i]) = (text[i], 1);
            }
        }

        float[] values = _model.Run(ids, mask, rows.Count, columns);
        for (int row = 0; row < rows.Count; row++)
        {
            values.AsSpan(row * Dimensions, Dimensions).CopyTo(vectors[rows[row]]);
        }
    }
}
