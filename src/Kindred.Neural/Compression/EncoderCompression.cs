using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Kindred.Neural.Files;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Compression;

/// <summary>Makes an encoder smaller: heads out, layers out, then distilled from what it was.</summary>
public sealed class EncoderCompression
{
    // One text in so many is kept to see how near the student is to its teacher.
    private const int HeldOut = 20;
    private const int MostTextsForHeads = 2000;
    private static readonly string[] TokenizerFiles = ["vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    private readonly string _folder;
    private readonly CompressionOptions _options;
    private readonly EncoderWeights _teacher;
    private readonly SentenceHead _head;
    private readonly TextTokenizer _tokenizer;

    /// <summary>Reads the encoder.</summary>
    /// <param name="folder">A folder as Hugging Face has them; it is the teacher.</param>
    /// <param name="options">What goes and how the rest is trained.</param>
    /// <exception cref="KindredDataException">The folder holds no sound model, or an option is out of range.</exception>
    public EncoderCompression(string folder, CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_folder, _options) = (folder, options);
        _teacher = EncoderWeights.Load(folder, EncoderConfig.Parse(ModelFolder.ReadText(folder, "config.json")));
        (_head, _tokenizer) = (SentenceHead.Read(folder), TextTokenizer.Load(folder));
    }

    /// <summary>Makes the smaller encoder and writes its folder, weights in float16.</summary>
    /// <param name="texts">Texts of the kind that will be encoded, without labels; at least 40 distinct ones.</param>
    /// <param name="output">Where it goes; not the teacher's folder.</param>
    /// <param name="teacher">A cross-encoder that teaches after the encoder itself has; null for none.</param>
    /// <param name="progress">Told of every step; null for none.</param>
    /// <param name="cancellation">Stops between batches; nothing is written then.</param>
    /// <exception cref="KindredDataException">There are too few texts, more is to go than there is or nothing at all, or the folder is the teacher's.</exception>
    public CompressionResult Run(
        IReadOnlyList<string> texts, string output, MarginTeacher? teacher = null, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        CheckThatSomethingChanges(output, teacher);
        string[] distinct = [.. texts.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];
        if (distinct.Length < 2 * HeldOut)
        {
            throw new KindredDataException($"{distinct.Length} distinct texts are too few to distil with; give some thousand of the kind that will be encoded, at least {2 * HeldOut}.");
        }

        string[] held = [.. distinct.Where((_, i) => i % HeldOut == 0)];
        string[] learned = [.. distinct.Where((_, i) => i % HeldOut != 0)];
        if (_options.Threads > 0)
        {
            NativeLibraries.UseTorch();
            set_num_threads(_options.Threads);
        }

        EncoderWeights weights = Reduce(learned, progress, cancellation);
        float[][] vectors = Teach([.. held, .. learned], progress, cancellation);
        double before = Nearness(weights, held, vectors);
        double nearness = before;
        if (weights.Count < _teacher.Count)
        {
            EncoderWeights distilled = Train(weights, d => d.LearnVectors(learned, vectors[held.Length..], progress, cancellation));

            // An encoder that has lost next to nothing only drifts while it learns; then it stays as it was.
            double afterwards = Nearness(distilled, held, vectors);
            (weights, nearness) = afterwards > before ? (distilled, afterwards) : (weights, before);
        }

        if (teacher is not null)
        {
            weights = Train(weights, d => d.LearnMargins(teacher.Triples, teacher.CrossEncoder, progress, cancellation));
            nearness = Nearness(weights, held, vectors);
        }

        Write(weights, output);
        return new CompressionResult(weights.Config, _teacher.Count, weights.Count, before, nearness);
    }

    private void CheckThatSomethingChanges(string output, MarginTeacher? teacher)
    {
        if (Path.GetFullPath(_folder) == Path.GetFullPath(output))
        {
            throw new KindredDataException($"{output} is the teacher's own folder; name another one for the compressed encoder.");
        }

        if (_options.PrunedHeads == 0 && (_options.Layers ?? _teacher.Config.Layers) == _teacher.Config.Layers && teacher is null)
        {
            throw new KindredDataException("Nothing is to go and nobody teaches: the result would be the encoder as it is. Name fewer layers, heads to prune, or a cross-encoder.");
        }
    }

    private EncoderWeights Train(EncoderWeights weights, Action<EncoderDistillation> learn)
    {
        using var student = new TransformerEncoder(weights);
        learn(new EncoderDistillation(student, _head, _tokenizer, _options.Training));
        return student.ToWeights();
    }

    // Heads first: how much they matter is a question about the whole encoder.
    private EncoderWeights Reduce(string[] texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        EncoderWeights weights = _teacher;
        if (_options.PrunedHeads > 0)
        {
            progress?.Report(new StageProgress("weighing the heads", null));
            using var whole = new TransformerEncoder(weights);
            double[][] importance = HeadPruning.Importance(whole, _head, _tokenizer, [.. texts.Take(MostTextsForHeads)], _options.Training.Seed, cancellation);
            weights = HeadPruning.Remove(weights, HeadPruning.Choose(importance, _options.PrunedHeads));
        }

        return _options.Layers is { } layers ? LayerChoice.Keep(weights, LayerChoice.Spread(weights.Config.Layers, layers)) : weights;
    }

    private float[][] Teach(string[] texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using var teacher = TextEncoder.Open(_folder, new TextEncoderOptions { MaxTokens = _options.Training.MaxTokens, Threads = _options.Threads });
        float[][] vectors = teacher.Encode(texts, progress, cancellation);
        foreach (float[] vector in vectors)
        {
            TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm<float>(vector), float.Epsilon), vector);
        }

        return vectors;
    }

    // Mean cosine between the student's and the teacher's vectors.
    private double Nearness(EncoderWeights weights, string[] texts, float[][] vectors)
    {
        using var student = new TransformerEncoder(weights);
        var model = new TorchSentenceModel(student, _head);
        return texts.Select((text, i) =>
        {
            long[] ids = [.. _tokenizer.Encode(text, Math.Min(_options.Training.MaxTokens, model.MaxTokens)).Select(id => (long)id)];
            return (double)TensorPrimitives.CosineSimilarity<float>(model.Run(ids, [.. ids.Select(_ => 1L)], 1, ids.Length), vectors[i]);
        }).Average();
    }

    private void Write(EncoderWeights weights, string output)
    {
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "config.json"), weights.Config.ToJson() + "\n");
        foreach (string name in TokenizerFiles.Where(n => File.Exists(Path.Combine(_folder, n))))
        {
            File.Copy(Path.Combine(_folder, name), Path.Combine(output, name), overwrite: true);
        }

        _head.Write(output, weights.Config.HiddenSize);
        weights.Save(Path.Combine(output, "model.safetensors"), half: true);
    }
}

/// <summary>What a compression made.</summary>
/// <param name="Config">Shape of the smaller encoder.</param>
/// <param name="ParametersBefore">Numbers in the teacher.</param>
/// <param name="Parameters">Numbers in the smaller encoder.</param>
/// <param name="CosineBefore">Mean cosine to the teacher's vectors, on texts kept out of the training, before the distillation.</param>
/// <param name="Cosine">The same after it.</param>
public sealed record CompressionResult(EncoderConfig Config, long ParametersBefore, long Parameters, double CosineBefore, double Cosine);
