using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Training;

/// <summary>A question with a fixed set of answers that texts are to be sorted by: category, price band, sentiment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">The answers, at least 2.</param>
/// <param name="Examples">Texts and the row of their answer.</param>
public sealed record ClassificationTask(string Name, IReadOnlyList<string> Classes, IReadOnlyList<(string Text, int Class)> Examples);

/// <summary>How well a head sorts texts that it has not been trained on.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Classes">Number of answers.</param>
/// <param name="Cases">Texts asked.</param>
/// <param name="Accuracy">Share of right answers, 0 to 1.</param>
/// <param name="Majority">Share of right answers that the most frequent answer in training would give.</param>
public sealed record ClassificationAccuracy(string Task, int Classes, int Cases, double Accuracy, double Majority);

/// <summary>Linear classifiers on the vectors of one shared encoder, trained together with it (hard parameter sharing: Caruana, 1997).</summary>
/// <remarks>A tenth of the examples of each task, drawn by the seed, is kept out of training and gives the accuracy.</remarks>
public sealed class ClassificationHeads : IDisposable
{
    /// <summary>The file beside the encoder's weights.</summary>
    public const string FileName = "classification-heads.safetensors";

    private const string Kind = "classification-heads";
    private const double HeldOutShare = 0.1;
    private static readonly Vocabulary NoItems = new([]);

    private readonly Head[] _heads;
    private readonly double _weight;

    /// <summary>Prepares heads that answer nothing yet.</summary>
    /// <param name="tasks">The tasks; those with fewer than 20 examples cannot be learned.</param>
    /// <param name="width">Width of the encoder's vectors.</param>
    /// <param name="weight">What the tasks' mean loss counts beside that of the pairs, above 0.</param>
    /// <param name="seed">Draws the examples that are kept out.</param>
    /// <exception cref="KindredDataException">A task has too few examples or answers.</exception>
    public ClassificationHeads(IReadOnlyList<ClassificationTask> tasks, int width, double weight, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        NativeLibraries.UseTorch();
        _weight = weight;
        _heads = [.. tasks.Select((task, number) => Head.Create(task, width, new RandomStream(seed, (ulong)number)))];
    }

    /// <summary>What is trained.</summary>
    internal IEnumerable<Parameter> Parameters => _heads.SelectMany(h => new[] { h.Weight, h.Bias });

    /// <summary>The mean loss of the tasks on a draw of examples that depends on the batch's number alone.</summary>
    internal Tensor Loss(TransformerEncoder encoder, SentenceHead pooling, TextTokenizer tokenizer, EncoderTrainingOptions options, int batch)
    {
        Tensor sum = zeros(1).squeeze();
        for (int task = 0; task < _heads.Length; task++)
        {
            var random = new RandomStream(options.Seed, ((ulong)batch * (ulong)_heads.Length) + (ulong)task + (1UL << 40));
            (string Text, int Class)[] drawn = [.. Enumerable.Range(0, options.BatchSize / 2).Select(_ => _heads[task].Train[random.NextInt(_heads[task].Train.Length)])];
            int[][] texts = [.. drawn.Select(d => TokenBatch.Drop(tokenizer.Encode(d.Text, Math.Min(options.MaxTokens, encoder.Config.MaxTokens)), options.TokenDrop, tokenizer, random))];
            Tensor scores = Scores(_heads[task], encoder, pooling, texts, training: true);
            sum = sum.Plus(nn.functional.cross_entropy(scores, tensor(Array.ConvertAll(drawn, d => (long)d.Class))));
        }

        return sum.Times(_weight / _heads.Length);
    }

    /// <summary>The accuracy of every task on the examples kept out.</summary>
    internal IReadOnlyList<ClassificationAccuracy> Measure(TransformerEncoder encoder, SentenceHead pooling, TextTokenizer tokenizer, int maxTokens) =>
        [.. _heads.Select(head => Measure(head, encoder, pooling with { Normalize = true }, tokenizer, Math.Min(maxTokens, encoder.Config.MaxTokens)))];

    /// <summary>Writes the heads into a model folder: for each task a matrix [classes × width], a bias and the names of the classes.</summary>
    public void Save(string folder)
    {
        var file = new ModelFile(Kind, NoItems);
        foreach (Head head in _heads)
        {
            file.Put($"{head.Name}.weight", head.Weight.ToFloats(), head.Weight.shape);
            file.Put($"{head.Name}.bias", head.Bias.ToFloats());
            file.Put($"{head.Name}.classes", string.Join('\n', head.Classes));
        }

        using FileStream stream = File.Create(Path.Combine(folder, FileName));
        file.Write(stream);
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        foreach (Head head in _heads)
        {
            head.Weight.Dispose();
            head.Bias.Dispose();
        }
    }

    private static Tensor Scores(Head head, TransformerEncoder encoder, SentenceHead pooling, int[][] texts, bool training)
    {
        TokenBatch batch = TokenBatch.Create(texts, encoder.Config.PadTokenId);
        Tensor vectors = SentencePooling.Apply(pooling, encoder.Forward(batch.Ids, batch.Mask, training: training), batch.Mask); // (B, H)
        return vectors.matmul(head.Weight.t()).Plus(head.Bias); // (B, classes)
    }

    private static ClassificationAccuracy Measure(Head head, TransformerEncoder encoder, SentenceHead pooling, TextTokenizer tokenizer, int maxTokens)
    {
        using IDisposable quiet = no_grad();
        int right = 0;
        foreach ((string Text, int Class)[] chunk in head.HeldOut.Chunk(128))
        {
            using DisposeScope scope = NewDisposeScope();
            long[] answers = Scores(head, encoder, pooling, [.. chunk.Select(c => tokenizer.Encode(c.Text, maxTokens))], training: false).argmax(1).data<long>().ToArray();
            right += answers.Zip(chunk).Count(p => p.First == p.Second.Class);
        }

        int usual = head.Train.GroupBy(t => t.Class).MaxBy(g => g.Count())!.Key;
        return new ClassificationAccuracy(
            head.Name, head.Classes.Count, head.HeldOut.Length, (double)right / head.HeldOut.Length, head.HeldOut.Count(h => h.Class == usual) / (double)head.HeldOut.Length);
    }

    private sealed record Head(string Name, IReadOnlyList<string> Classes, (string Text, int Class)[] Train, (string Text, int Class)[] HeldOut, Parameter Weight, Parameter Bias)
    {
        private const int LeastExamples = 20;

        public static Head Create(ClassificationTask task, int width, RandomStream random)
        {
            if (task.Classes.Count < 2 || task.Examples.Count < LeastExamples)
            {
                throw new KindredDataException($"The task '{task.Name}' has {task.Examples.Count} examples of {task.Classes.Count} classes; it needs at least {LeastExamples} of 2.");
            }

            (string, int)[] examples = [.. task.Examples];
            random.Shuffle<(string, int)>(examples);
            int heldOut = (int)Math.Ceiling(HeldOutShare * examples.Length);
            return new Head(task.Name, task.Classes, examples[heldOut..], examples[..heldOut], new Parameter(zeros(task.Classes.Count, width)), new Parameter(zeros(task.Classes.Count)));
        }
    }
}
