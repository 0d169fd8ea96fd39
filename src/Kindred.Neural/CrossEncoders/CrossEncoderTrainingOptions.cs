using Kindred.Domain;
using Kindred.Neural.Training;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Settings of a cross-encoder's training.</summary>
public sealed record CrossEncoderTrainingOptions
{
    /// <summary>
    /// Steps, schedule, smoothing, token drop, adversarial steps, seed, log, checkpoint. How many tokens a pair has at most is the model's
    /// (<see cref="CrossEncoderOptions.MaxTokens"/>); verbs set both to this. Default: 8 epochs of batches of 32 pairs of 128 tokens, rate 5·10⁻⁴, smoothing
    /// 0.05, token drop 0.05.
    /// </summary>
    public EncoderTrainingOptions Steps { get; init; } = new() { Epochs = 8, BatchSize = 32, MaxTokens = 128, LearningRate = 5e-4, LabelSmoothing = 0.05, TokenDrop = 0.05 };

    /// <summary>Weight of a pair of label 1 in the loss, 0.01 to 1,000; null balances the sums of labels and of their rests, half way on the logarithm. Default null.</summary>
    public double? PositiveWeight { get; init; }

    /// <summary>Whether the sides are swapped in half of the cases, drawn anew in every epoch: right for offers, wrong for queries. Default true.</summary>
    public bool Symmetric { get; init; } = true;

    /// <summary>Epochs without a better validation after which the training ends, 1 to 1,000. Default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Checks all values.</summary>
    /// <exception cref="KindredDataException">Some are out of range; all of one kind are named.</exception>
    public void Validate()
    {
        Steps.Validate();
        (bool Fits, string Text)[] rules =
        [
            (PositiveWeight is null or (>= 0.01 and <= 1000), $"positive weight is {PositiveWeight}, not in 0.01 to 1,000"),
            (Patience is >= 1 and <= 1000, $"patience is {Patience}, not in 1 to 1,000"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        if (faults.Length > 0)
        {
            throw new KindredDataException($"The training cannot start: {string.Join("; ", faults)}.");
        }
    }
}
