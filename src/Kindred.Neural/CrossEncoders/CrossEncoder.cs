using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using Kindred.Recommend;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Reads two texts side by side in one transformer and says how well they fit (Nogueira &amp; Cho, 2019): [CLS] left [SEP] right [SEP], one logit.</summary>
/// <remarks>
/// Runs on libtorch. Pairs of like length are computed together; scores stand in the order of the pairs. Thread-safe: calls compute one after another.
/// </remarks>
public sealed class CrossEncoder : IPairScorer
{
    private readonly CrossEncoderOptions _options;
    private readonly PairMarking _marking;
    private readonly string _folder;
    private readonly Lock _gate = new();

    private CrossEncoder(PairClassifier model, TextTokenizer tokenizer, PairMarking marking, CrossEncoderOptions options, string folder)
    {
        (Model, _marking, _options, _folder) = (model, marking, options, folder);
        Specials = tokenizer.SpecialIds;
        Tokenizer = new PairTokenizer(tokenizer, marking, Math.Min(options.MaxTokens, model.Config.MaxTokens));
        if (options.Threads > 0)
        {
            set_num_threads(options.Threads);
        }
    }

    /// <summary>Shape of the transformer.</summary>
    public EncoderConfig Config => Model.Config;

    internal PairClassifier Model { get; }

    internal PairTokenizer Tokenizer { get; }

    internal IReadOnlySet<int> Specials { get; }

    /// <summary>Opens a trained cross-encoder: our own folder, or one of Hugging Face's classes for sequence classification with one label (BERT, RoBERTa, XLM-R, CamemBERT).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it runs; null means the defaults.</param>
    /// <exception cref="KindredDataException">The folder holds no sound model, or an encoder without a classification head.</exception>
    public static CrossEncoder Open(string folder, CrossEncoderOptions? options = null)
    {
        (EncoderWeights weights, PairHead? head, TextTokenizer tokenizer, PairMarking marking) = CrossEncoderFolder.Read(folder);
        return head is not null ? Create(weights, head, tokenizer, marking, options, folder) : throw new ModelFileException(
            $"The model in {folder} has no classification head for one label: it is an encoder, not a cross-encoder. Train one from it with kindred train cross-encoder --encoder {folder}.");
    }

    /// <summary>Opens what a training starts from: a cross-encoder as it is, or an encoder, which gets a new head and the marks asked for.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="marking">What segments tell; a cross-encoder keeps its own.</param>
    /// <param name="seed">Seed of what is new.</param>
    /// <param name="options">How it runs; null means the defaults.</param>
    /// <exception cref="KindredDataException">The folder holds no sound model.</exception>
    public static CrossEncoder OpenForTraining(string folder, PairMarking marking, ulong seed, CrossEncoderOptions? options = null)
    {
        (EncoderWeights weights, PairHead? head, TextTokenizer tokenizer, PairMarking own) = CrossEncoderFolder.Read(folder);
        if (head is not null)
        {
            return Create(weights, head, tokenizer, own, options, folder);
        }

        var random = new RandomStream(seed);
        EncoderWeights widened = CrossEncoderFolder.Widen(weights, marking, random);
        return Create(widened, PairHead.CreateRandom(widened.Config, random), tokenizer, marking, options, folder);
    }

    /// <summary>The logits of pairs: log-odds that the two texts fit.</summary>
    /// <inheritdoc/>
    public float[] Score(IReadOnlyList<string> left, IReadOnlyList<string> right, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Count, left.Count, nameof(right));
        return Score([.. left.Zip(right).AsParallel().AsOrdered().WithCancellation(cancellation).Select(p => Tokenizer.Encode(p.First, p.Second))], cancellation);
    }

    /// <summary>Writes the model in Hugging Face's layout, float32.</summary>
    /// <param name="folder">The folder, made when it is not there.</param>
    public void Save(string folder)
    {
        lock (_gate)
        {
            CrossEncoderFolder.Write(folder, Model.Encoder.ToWeights(), Model.ToHead(), _marking, _folder);
        }
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();

    internal float[] Score(PairTokens[] pairs, CancellationToken cancellation)
    {
        int[] order = [.. Enumerable.Range(0, pairs.Length).OrderBy(i => pairs[i].Ids.Length)];
        var scores = new float[pairs.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            cancellation.ThrowIfCancellationRequested();
            // Rows are sorted by length, so the last row of a batch is its width.
            for (end = start + 1; end < order.Length && (end + 1 - start) * pairs[order[end]].Ids.Length <= _options.BatchTokens; end++)
            {
            }

            float[] logits = Compute([.. order[start..end].Select(i => pairs[i])]);
            for (int i = start; i < end; i++)
            {
                scores[order[i]] = logits[i - start];
            }
        }

        return scores;
    }

    private float[] Compute(PairTokens[] pairs)
    {
        lock (_gate)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable quiet = inference_mode();
            return Model.Forward(pairs).data<float>().ToArray();
        }
    }

    private static CrossEncoder Create(EncoderWeights weights, PairHead head, TextTokenizer tokenizer, PairMarking marking, CrossEncoderOptions? options, string folder)
    {
        options ??= new CrossEncoderOptions();
        options.Validate();
        NativeLibraries.UseTorch();
        return new CrossEncoder(new PairClassifier(weights, head), tokenizer, marking, options, folder);
    }
}
