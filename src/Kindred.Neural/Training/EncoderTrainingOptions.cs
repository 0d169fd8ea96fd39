using Kindred.Domain;

namespace Kindred.Neural.Training;

/// <summary>How parameters are moved along their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov &amp; Hutter, 2019).</summary>
    AdamW,

    /// <summary>Adam (Kingma &amp; Ba, 2015).</summary>
    Adam,

    /// <summary>Gradients divided by a running mean of their size (Hinton, 2012).</summary>
    RmsProp,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>In a straight line to zero.</summary>
    Linear,

    /// <summary>Along half a cosine wave to zero (Loshchilov &amp; Hutter, 2017).</summary>
    Cosine,

    /// <summary>Not at all.</summary>
    Constant,
}

/// <summary>Settings of an encoder's training; the defaults suit fine-tuning a small encoder on some ten thousand pairs.</summary>
public sealed record EncoderTrainingOptions
{
    /// <summary>Passes over the data, 1 to 1,000. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Texts or pairs that are compared with each other in one step, 2 to 4,096. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Batches whose gradients are added before a step, 1 to 1,024. Default 1.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Most tokens of a text, 4 to 4,096; longer ones are cut. Default 48.</summary>
    public int MaxTokens { get; init; } = 48;

    /// <summary>Size of the steps at its height, above 0 to 1. Default 5·10⁻⁴.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Decay of weight matrices; norms and biases have none. 0 to 1, default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of all steps in which the rate rises from zero, 0 to 1. Default 0.1.</summary>
    public double WarmUp { get; init; } = 0.1;

    /// <summary>How the rate falls afterwards. Default cosine.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>The optimiser. Default AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Longest gradient; longer ones are scaled down to it. Above 0, default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>What cosines are divided by before the softmax, 0.001 to 10. Default 0.05.</summary>
    public double Temperature { get; init; } = 0.05;

    /// <summary>Share of probability spread over the other answers, 0 to 0.9. Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Share of a text's tokens left out at random, anew each time, 0 to 0.9. Default 0.</summary>
    public double TokenDrop { get; init; }

    /// <summary>Share of texts whose parts (between commas, bars, slashes, semicolons) come in random order, anew each time, 0 to 1. Default 0.</summary>
    public double FieldShuffle { get; init; }

    /// <summary>Epochs without a better quality after which a training that measures it ends, 1 to 1,000. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Length of the step against the token table in adversarial training (FGM: Miyato et al., 2017); 0 for none, at most 10. Default 0.</summary>
    public double Adversarial { get; init; }

    /// <summary>Seed of order, dropping and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Folder for TensorBoard event files; null for none.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Where the training keeps its state, so that it can go on after an interruption; null for nowhere.</summary>
    public TrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>The clock that the event files' times are read from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks all values.</summary>
    /// <exception cref="KindredDataException">Some are out of range; all are named.</exception>
    public void Validate()
    {
        (bool Fits, string Text)[] rules =
        [
            (Epochs is >= 1 and <= 1000, $"epochs is {Epochs}, not in 1 to 1,000"),
            (BatchSize is >= 2 and <= 4096, $"batch size is {BatchSize}, not in 2 to 4,096"),
            (Accumulation is >= 1 and <= 1024, $"accumulation is {Accumulation}, not in 1 to 1,024"),
            (MaxTokens is >= 4 and <= 4096, $"max tokens is {MaxTokens}, not in 4 to 4,096"),
            (LearningRate is > 0 and <= 1, $"learning rate is {LearningRate}, not above 0 and at most 1"),
            (WeightDecay is >= 0 and <= 1, $"weight decay is {WeightDecay}, not in 0 to 1"),
            (WarmUp is >= 0 and <= 1, $"warm-up is {WarmUp}, not in 0 to 1"),
            (ClipNorm > 0, $"clip norm is {ClipNorm}, not above 0"),
            (Temperature is >= 0.001 and <= 10, $"temperature is {Temperature}, not in 0.001 to 10"),
            (LabelSmoothing is >= 0 and <= 0.9, $"label smoothing is {LabelSmoothing}, not in 0 to 0.9"),
            (TokenDrop is >= 0 and <= 0.9, $"token drop is {TokenDrop}, not in 0 to 0.9"),
            (FieldShuffle is >= 0 and <= 1, $"field shuffle is {FieldShuffle}, not in 0 to 1"),
            (Patience is >= 1 and <= 1000, $"patience is {Patience}, not in 1 to 1,000"),
            (Checkpoint is not { EverySteps: < 1 }, $"steps between checkpoints are {Checkpoint?.EverySteps}, not at least 1"),
            (Adversarial is >= 0 and <= 10, $"adversarial step is {Adversarial}, not in 0 to 10"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        if (faults.Length > 0)
        {
            throw new KindredDataException($"The training cannot start: {string.Join("; ", faults)}.");
        }
    }

    /// <summary>The learning rate of a step as a share of <see cref="LearningRate"/>.</summary>
    /// <param name="step">0-based number of the step.</param>
    /// <param name="steps">Number of all steps.</param>
    public double RateAt(int step, int steps)
    {
        double warm = WarmUp * steps;
        if (step < warm)
        {
            return (step + 1) / Math.Max(warm, 1);
        }

        double done = steps > warm ? (step - warm) / (steps - warm) : 0;
        return Schedule switch
        {
            LearningRateSchedule.Linear => 1 - done,
            LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * done)) / 2,
            _ => 1,
        };
    }
}
