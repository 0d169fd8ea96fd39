using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using Kindred.Recommend;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Compression;

/// <summary>Trains a small encoder to do as a larger model does, on texts that nobody labelled.</summary>
/// <remarks>Same seed and same number of torch threads give the same result.</remarks>
public sealed class EncoderDistillation
{
    private readonly TransformerEncoder _student;
    private readonly SentenceHead _head;
    private readonly TextTokenizer _tokenizer;
    private readonly EncoderTrainingOptions _options;

    /// <summary>Prepares a training.</summary>
    /// <param name="student">What is trained, in place.</param>
    /// <param name="head">Its pooling; vectors are compared by cosine whatever it says of normalising.</param>
    /// <param name="tokenizer">Its tokeniser.</param>
    /// <param name="options">Settings; the temperature divides cosines.</param>
    /// <exception cref="KindredDataException">A setting is out of range.</exception>
    public EncoderDistillation(TransformerEncoder student, SentenceHead head, TextTokenizer tokenizer, EncoderTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_student, _head, _tokenizer, _options) = (student, head with { Normalize = true }, tokenizer, options);
    }

    /// <summary>
    /// Learns a teacher's vectors: 1 − cosine to the teacher's vector of the same text (where the widths are equal), plus the divergence between the two
    /// models' distributions of likeness within the batch (relational distillation: Park et al., 2019).
    /// </summary>
    /// <param name="texts">At least two.</param>
    /// <param name="vectors">The teacher's vector of each text, of length 1.</param>
    /// <param name="progress">Told after every step; null for none.</param>
    /// <param name="cancellation">Stops between batches; the student keeps what it has learned so far.</param>
    /// <returns>The mean loss of every step.</returns>
    public IReadOnlyList<double> LearnVectors(
        IReadOnlyList<string> texts, IReadOnlyList<float[]> vectors, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Count, texts.Count, nameof(vectors));
        int[][] tokens = Tokenize(texts);
        return Run("vectors", tokens, tokens.Length, rows => VectorLoss(Array.ConvertAll(rows, r => tokens[r]), Array.ConvertAll(rows, r => vectors[r])), progress, cancellation);
    }

    /// <summary>
    /// Learns from a cross-encoder which of two products fits a query better and by how much (margin-MSE: Hofstätter et al., 2020): the mean square of the
    /// difference of margins, the student's being the difference of cosines over the temperature.
    /// </summary>
    /// <param name="triples">Queries, each with two products; at least two.</param>
    /// <param name="teacher">Scores pairs in log-odds.</param>
    /// <param name="progress">Told after every step; null for none.</param>
    /// <param name="cancellation">Stops between batches; the student keeps what it has learned so far.</param>
    /// <returns>The mean loss of every step.</returns>
    public IReadOnlyList<double> LearnMargins(
        IReadOnlyList<TextTriple> triples, IPairScorer teacher, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(triples);
        ArgumentNullException.ThrowIfNull(teacher);
        progress?.Report(new StageProgress("asking the teacher", null, $"{triples.Count:N0} queries"));
        string[] queries = [.. triples.Select(t => t.Query)];
        float[] better = teacher.Score(queries, [.. triples.Select(t => t.Better)], cancellation);
        float[] worse = teacher.Score(queries, [.. triples.Select(t => t.Worse)], cancellation);
        float[] margins = [.. better.Zip(worse, (b, w) => b - w)];
        int[][] tokens = Tokenize([.. queries, .. triples.Select(t => t.Better), .. triples.Select(t => t.Worse)]);
        int[][] Of(int[] rows) => [.. Enumerable.Range(0, 3).SelectMany(part => rows.Select(r => tokens[(part * triples.Count) + r]))];
        return Run("margins", tokens, triples.Count, rows => MarginLoss(Of(rows), Array.ConvertAll(rows, r => margins[r])), progress, cancellation);
    }

    private List<double> Run(string kind, int[][] tokens, int count, Func<int[], Tensor> loss, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        if (count < 2)
        {
            throw new KindredDataException($"{count} texts are too few to distil with; give some thousand of the kind that will be encoded.");
        }

        int perEpoch = (count + _options.BatchSize - 1) / _options.BatchSize;
        using IDisposable fewer = _student.KeepTokens([_student.Config.PadTokenId, .. tokens.SelectMany(t => t)]);
        IEnumerable<Parameter> parameters = _student.Parameters.Values;
        using var steps = new GradientSteps(parameters, _student.Parameters[ParameterNames.Tokens], _options, perEpoch * _options.Epochs, $"distillation of {kind} {Fingerprint(tokens)}");
        for (int epoch = steps.Done / perEpoch; epoch < _options.Epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, count)];
            new RandomStream(_options.Seed, (ulong)epoch).Shuffle<int>(order);
            foreach ((int batch, int[] rows) in order.Chunk(_options.BatchSize).Index().Skip(steps.Done - (epoch * perEpoch)))
            {
                steps.StopIfCancelled(cancellation);
                steps.Add(() => loss(rows), isLast: epoch == _options.Epochs - 1 && batch == perEpoch - 1);
                progress?.Report(new StageProgress("distilling", (epoch + ((batch + 1.0) / perEpoch)) / _options.Epochs, $"loss {(steps.Curve.Count > 0 ? steps.Curve[^1] : 0):0.000}"));
            }
        }

        return steps.Curve;
    }

    private Tensor VectorLoss(int[][] texts, float[][] targets)
    {
        int width = targets[0].Length;
        Tensor teacher = tensor(targets.SelectMany(v => v).ToArray(), [targets.Length, width]);
        Tensor student = Encode(texts);
        Tensor relations = Divergence(Likeness(teacher), Likeness(student));
        return width == _student.Config.HiddenSize ? relations.Plus(student.mul(teacher).sum(1).neg().Plus(1).mean()) : relations;

        // A text's likeness to itself says nothing: it is left out.
        Tensor Likeness(Tensor x) => x.matmul(x.t()).Over(_options.Temperature).FilledWhere(eye(texts.Length, dtype: ScalarType.Bool), -1e4);
    }

    private Tensor MarginLoss(int[][] texts, float[] margins)
    {
        int count = margins.Length;
        Tensor vectors = Encode(texts); // (3 B, H): queries, better, worse
        Tensor difference = vectors.narrow(0, count, count).Minus(vectors.narrow(0, 2 * count, count));
        Tensor own = vectors.narrow(0, 0, count).mul(difference).sum(1).Over(_options.Temperature); // (B)
        Tensor missed = own.Minus(tensor(margins));
        return missed.mul(missed).mean();
    }

    // Kullback-Leibler divergence of softmax distributions, mean over the rows.
    private static Tensor Divergence(Tensor teacher, Tensor student)
    {
        Tensor target = teacher.softmax(1);
        return target.mul(teacher.log_softmax(1).Minus(student.log_softmax(1))).sum(1).mean();
    }

    private Tensor Encode(int[][] texts)
    {
        TokenBatch batch = TokenBatch.Create(texts, _student.Config.PadTokenId);

        // Without dropout: the teacher's answers are exact, and a student that starts near them would only be blurred.
        return SentencePooling.Apply(_head, _student.Forward(batch.Ids, batch.Mask), batch.Mask);
    }

    private static string Fingerprint(int[][] tokens)
    {
        var hash = new XxHash3();
        foreach (int[] text in tokens)
        {
            hash.Append(MemoryMarshal.AsBytes<int>(text));
            hash.Append(MemoryMarshal.AsBytes<int>([-1]));
        }

        return $"{hash.GetCurrentHashAsUInt64():x16}";
    }

    private int[][] Tokenize(IReadOnlyList<string> texts) => [.. texts.AsParallel().AsOrdered().Select(t => _tokenizer.Encode(t, Math.Min(_options.MaxTokens, _student.Config.MaxTokens)))];
}
