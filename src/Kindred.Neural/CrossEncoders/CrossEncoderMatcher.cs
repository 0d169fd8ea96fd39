using Kindred.Evaluation;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Says by a cross-encoder whether offers are the same product.</summary>
public sealed class CrossEncoderMatcher : IPairMatcher
{
    /// <summary>Name of the method in tables and commands.</summary>
    public const string Name = "cross-encoder";

    // Keeps probabilities strictly inside 0 and 1 where a float would round them.
    private const float LargestLogit = 20;

    private readonly CrossEncoder _model;

    private CrossEncoderMatcher(CrossEncoder model) => _model = model;

    /// <summary>A method that fine-tunes on the training pairs; epoch and threshold come from the validation pairs.</summary>
    /// <param name="encoder">Folder of the encoder or cross-encoder to start from.</param>
    /// <param name="options">Settings; the seed is the run's. Null means the defaults.</param>
    public static MatchingMethod FineTuned(string encoder, CrossEncoderTrainingOptions? options = null) => new(Name, (task, training, cancellation) =>
    {
        options ??= new CrossEncoderTrainingOptions();
        var model = CrossEncoder.OpenForTraining(
            encoder, PairMarking.SharedWords, training.Seed, new CrossEncoderOptions { Threads = training.Threads, MaxTokens = options.Steps.MaxTokens });
        new CrossEncoderTraining(model, options with { Steps = options.Steps with { Seed = training.Seed } })
            .Train(Labelled(task.Train), Labelled(task.Valid), training.Progress, cancellation);
        return new CrossEncoderMatcher(model);
    });

    /// <summary>A method that takes a trained cross-encoder as it is; only the threshold comes from the validation pairs.</summary>
    /// <param name="folder">Its folder.</param>
    public static MatchingMethod Ready(string folder) =>
        new(Name, (_, training, _) => new CrossEncoderMatcher(CrossEncoder.Open(folder, new CrossEncoderOptions { Threads = training.Threads })));

    /// <inheritdoc/>
    public double[] Probabilities(IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        float[] logits = _model.Score([.. pairs.Select(p => p.Left)], [.. pairs.Select(p => p.Right)], cancellation);
        return Array.ConvertAll(logits, z => 1 / (1 + Math.Exp(-(double)Math.Clamp(z, -LargestLogit, LargestLogit))));
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => _model.Dispose();

    /// <summary>Matching pairs as labelled ones.</summary>
    public static IReadOnlyList<LabelledPair> Labelled(IReadOnlyList<MatchingPair> pairs) => [.. pairs.Select(p => new LabelledPair(p.Left, p.Right, p.IsMatch ? 1 : 0))];
}
