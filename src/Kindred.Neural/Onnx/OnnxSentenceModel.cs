using Kindred.Models;
using Kindred.Neural.Encoders;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Neural.Onnx;

/// <summary>A sentence encoder on ONNX Runtime: ours, exported, or any file that takes input_ids and attention_mask.</summary>
/// <remarks>A file with an output of two dimensions is taken to pool by itself; one with token vectors is pooled here as <c>modules.json</c> says.</remarks>
internal sealed class OnnxSentenceModel : ISentenceModel
{
    private const int DefaultMaxTokens = 512;

    // The widest rows of a batch, those inside the feed-forward part, are to stay in a processor's second cache: this many numbers of four bytes.
    private const int CachedNumbers = 1 << 17;
    private const int FewestTokens = 128;
    private const int MostTokens = 256;

    private readonly InferenceSession _session;
    private readonly SentenceHead _head;
    private readonly string _output;
    private readonly bool _pooled;

    private OnnxSentenceModel(InferenceSession session, SentenceHead head, EncoderConfig? config, int padTokenId, int threads)
    {
        (_session, _head, MaxTokens, PadTokenId, BatchesAtOnce) = (session, head, config?.MaxTokens ?? DefaultMaxTokens, padTokenId, ThreadCount.Resolve(threads));
        SuitableTokens = Math.Clamp(CachedNumbers / (config?.IntermediateSize ?? 1), FewestTokens, MostTokens);
        string[] needed = ["input_ids", "attention_mask"];
        if (Array.Find(needed, n => !session.InputMetadata.ContainsKey(n)) is { } missing)
        {
            throw new ModelFileException($"The ONNX file takes no '{missing}' (it takes {string.Join(", ", session.InputMetadata.Keys)}); it is no text encoder.");
        }

        (_output, NodeMetadata output) = session.OutputMetadata.FirstOrDefault(o => o.Value.Dimensions?.Length == 2) is { Key: { } pooled, Value: var p }
            ? (pooled, p) : session.OutputMetadata.FirstOrDefault(o => o.Value.Dimensions?.Length == 3) is { Key: { } tokens, Value: var t }
            ? (tokens, t) : throw new ModelFileException("The ONNX file gives neither token vectors nor text vectors; it is no text encoder.");
        _pooled = output.Dimensions.Length == 2;
        Dimensions = output.Dimensions[^1] > 0 ? output.Dimensions[^1]
            : throw new ModelFileException($"The ONNX file does not say how wide its output '{_output}' is.");
    }

    public int Dimensions { get; }

    public int MaxTokens { get; }

    public int PadTokenId { get; }

    public int BatchesAtOnce { get; }

    public int SuitableTokens { get; }

    /// <summary>Opens the content of a file; its tokeniser and pooling are those of its folder.</summary>
    /// <remarks>From memory, so that the file cannot make ONNX Runtime read others: weights that lie outside it are refused.</remarks>
    public static OnnxSentenceModel Open(byte[] model, string path, (string Folder, SentenceHead Head, TextTokenizer Tokenizer) source, int threads)
    {
        NativeLibraries.UseOnnx();
        string? json = Files.ModelFolder.TryReadText(source.Folder, "config.json");
        EncoderConfig? config = json is null ? null : EncoderConfig.Parse(json);
        int pad = config?.PadTokenId ?? source.Tokenizer.Find("[PAD]") ?? source.Tokenizer.Find("<pad>") ?? 0;
        return Start(() => new InferenceSession(model, Options()), path, s => new OnnxSentenceModel(s, source.Head, config, pad, threads));
    }

    /// <summary>Starts a model made by <see cref="OnnxExport"/>, from memory.</summary>
    public static OnnxSentenceModel Create(byte[] model, EncoderConfig config, int threads)
    {
        NativeLibraries.UseOnnx();
        return Start(() => new InferenceSession(model, Options()), "the exported model", s => new OnnxSentenceModel(s, SentenceHead.Default, config, config.PadTokenId, threads));
    }

    public float[] Run(long[] ids, long[] mask, int rows, int columns)
    {
        long[] shape = [rows, columns];
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using OrtValue segments = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        var inputs = new Dictionary<string, OrtValue> { ["input_ids"] = idValue, ["attention_mask"] = maskValue };
        if (_session.InputMetadata.ContainsKey("token_type_ids"))
        {
            inputs["token_type_ids"] = segments;
        }

        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, [_output]);
            ReadOnlySpan<float> values = outputs[0].GetTensorDataAsSpan<float>();
            return _pooled ? values.ToArray() : Pool(values, mask, rows, columns);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFileException($"The ONNX file does not compute: {e.Message}", e);
        }
    }

    public void Dispose() => _session.Dispose();

    // Threads take whole batches, one session serving all: no waiting for each other inside every operator.
    private static SessionOptions Options() => new()
    {
        IntraOpNumThreads = 1,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    private static OnnxSentenceModel Start(Func<InferenceSession> open, string name, Func<InferenceSession, OnnxSentenceModel> create)
    {
        try
        {
            InferenceSession session = open();
            try
            {
                return create(session);
            }
            catch (ModelFileException)
            {
                session.Dispose();
                throw;
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFileException($"ONNX Runtime does not take {name}: {e.Message}", e);
        }
    }

    // Padding stands at the end of a row.
    private float[] Pool(ReadOnlySpan<float> tokens, long[] mask, int rows, int columns)
    {
        var result = new float[rows * Dimensions];
        for (int row = 0; row < rows; row++)
        {
            int length = mask.AsSpan(row * columns, columns).LastIndexOf(1) + 1;
            TokenPooling.Apply(_head, tokens.Slice(row * columns * Dimensions, length * Dimensions), result.AsSpan(row * Dimensions, Dimensions));
        }

        return result;
    }
}
