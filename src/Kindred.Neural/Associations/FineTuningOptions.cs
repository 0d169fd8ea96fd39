using Kindred.Domain;
using Kindred.Neural.Training;

namespace Kindred.Neural.Associations;

/// <summary>What an encoder is fine-tuned for.</summary>
public enum FineTuningObjective
{
    /// <summary>Pairs of titles, each to be found among the others of its batch: <see cref="BiEncoderTraining"/>. Both sides are text, so that new products can be found too.</summary>
    Pairs,

    /// <summary>Companions among all products that sell, which have learned vectors: <see cref="CompanionTraining"/>. The better one for products without sales.</summary>
    Companions,
}

/// <summary>How an encoder is fine-tuned on what is bought together.</summary>
public sealed record FineTuningOptions
{
    /// <summary>What it is trained for. Default pairs.</summary>
    public FineTuningObjective Objective { get; init; }

    /// <summary>Steps, batches, optimiser, augmentation, checkpoint. The defaults are those of the objective: <see cref="DefaultsOf"/>.</summary>
    public EncoderTrainingOptions Training { get; init; } = DefaultsOf(FineTuningObjective.Pairs);

    /// <summary>Which pairs are learned from.</summary>
    public AssociationPairOptions Pairs { get; init; } = new();

    /// <summary>Whether what is to be found goes through a learned map: <see cref="AssociationMap"/>. Default false.</summary>
    public bool Asymmetric { get; init; }

    /// <summary>Rank of low-rank adapters on queries and values of the attention, 1 to 256, with everything else frozen; 0 trains all weights. Default 0.</summary>
    public int LoraRank { get; init; }

    /// <summary>Whether layers are computed in bfloat16, weights, sums of gradients and steps staying in float32. Default false.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Threads of libtorch, at least 0; 0 leaves them as they are. The result depends on their number. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>What the classification tasks count beside the pairs, above 0 to 10. Default 0.3.</summary>
    public double TaskWeight { get; init; } = 0.3;

    /// <summary>When an encoder that was fine-tuned before goes on with new orders: share of the training that repeats its earlier pairs, 0 to 0.9. Default 0.3.</summary>
    public double ReplayShare { get; init; } = 0.3;

    /// <summary>Settings that suit an objective.</summary>
    public static EncoderTrainingOptions DefaultsOf(FineTuningObjective objective) => objective == FineTuningObjective.Pairs
        ? new EncoderTrainingOptions { LearningRate = 1e-3, Temperature = 0.1, TokenDrop = 0.1 }
        : new EncoderTrainingOptions { Epochs = 8, BatchSize = 32, LearningRate = 4e-3, Temperature = 0.1, TokenDrop = 0.1 };

    /// <summary>Checks all values.</summary>
    /// <exception cref="KindredDataException">Some are out of range or do not go together; all are named.</exception>
    public void Validate()
    {
        (bool Fits, string Text)[] rules =
        [
            (LoraRank is >= 0 and <= 256, $"the rank of adapters is {LoraRank}, not in 0 to 256"),
            (Threads is >= 0 and <= 1024, $"threads is {Threads}, not in 0 to 1,024"),
            (TaskWeight is > 0 and <= 10, $"task weight is {TaskWeight}, not above 0 and at most 10"),
            (ReplayShare is >= 0 and <= 0.9, $"replay share is {ReplayShare}, not in 0 to 0.9"),
            (Objective == FineTuningObjective.Pairs || !Asymmetric, "a learned map belongs to pairs; products have vectors of their own in the objective companions"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        if (faults.Length > 0)
        {
            throw new KindredDataException($"The encoder cannot be fine-tuned: {string.Join("; ", faults)}.");
        }

        Training.Validate();
    }
}
