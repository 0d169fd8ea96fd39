using Kindred.Neural.Training;

namespace Kindred.Neural.Associations;

/// <summary>What a fine-tuning made; kept as <c>training.json</c> beside the encoder.</summary>
public sealed record FineTuningResult
{
    /// <summary>What it was trained for.</summary>
    public required FineTuningObjective Objective { get; init; }

    /// <summary>Pairs trained on, or products with companions.</summary>
    public required int Examples { get; init; }

    /// <summary>Pairs within the limits, from which they were drawn.</summary>
    public int Associated { get; init; }

    /// <summary>Among the examples, pairs of an earlier training that were repeated.</summary>
    public int Replayed { get; init; }

    /// <summary>Pairs that came with a hard negative.</summary>
    public int HardNegatives { get; init; }

    /// <summary>Numbers that were trained, of the encoder and beside it.</summary>
    public required long TrainedParameters { get; init; }

    /// <summary>Share of the pairs kept out that are found among 20, before and after; null where none were kept out.</summary>
    public BeforeAfter? HeldOutRecall { get; init; }

    /// <summary>The same of the pairs that the earlier training kept out; null where there was none.</summary>
    public BeforeAfter? EarlierRecall { get; init; }

    /// <summary>Losses and qualities.</summary>
    public required TrainingCurve Curve { get; init; }

    /// <summary>Accuracy of the classification tasks on texts kept out.</summary>
    public IReadOnlyList<ClassificationAccuracy> Tasks { get; init; } = [];
}

/// <summary>A share before a training and after it.</summary>
public readonly record struct BeforeAfter(double Before, double After);
