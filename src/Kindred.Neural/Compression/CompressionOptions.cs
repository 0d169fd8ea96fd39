using Kindred.Domain;
using Kindred.Neural.Training;

namespace Kindred.Neural.Compression;

/// <summary>What of an encoder goes, and how what is left learns to do as the whole did.</summary>
public sealed record CompressionOptions
{
    /// <summary>Layers that are left, spread evenly over those that were; null keeps all. Default null.</summary>
    public int? Layers { get; init; }

    /// <summary>Attention heads that go, the least important of all layers first; each layer keeps one. At least 0, default 0.</summary>
    public int PrunedHeads { get; init; }

    /// <summary>The distillation. Default: 3 epochs of batches of 64 texts of 32 tokens, rate 2·10⁻⁴, temperature 0.05.</summary>
    public EncoderTrainingOptions Training { get; init; } = new() { Epochs = 3, BatchSize = 64, MaxTokens = 32, LearningRate = 2e-4 };

    /// <summary>Threads, for the whole process; 0 leaves libtorch's as they are. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Checks all values; whether layers and heads are there is seen when the encoder is.</summary>
    /// <exception cref="KindredDataException">Some are out of range; all of one kind are named.</exception>
    public void Validate()
    {
        Training.Validate();
        (bool Fits, string Text)[] rules =
        [
            (Layers is null or >= 1, $"layers are {Layers}, not at least 1"),
            (PrunedHeads >= 0, $"pruned heads are {PrunedHeads}, not at least 0"),
            (Threads is >= 0 and <= 1024, $"threads are {Threads}, not in 0 to 1,024"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        if (faults.Length > 0)
        {
            throw new KindredDataException($"The encoder cannot be compressed: {string.Join("; ", faults)}.");
        }
    }
}
