using Kindred.Domain;

namespace Kindred.Models;

/// <summary>How one training run goes; what the model is stands in its own options record.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seed of every random choice. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Most threads; 0, the default, means one a core. Models state where the number of threads may change the outcome.</summary>
    public int Threads { get; init; }

    /// <summary>Receives progress; null for none.</summary>
    public IProgress<StageProgress>? Progress { get; init; }

    /// <summary>
    /// Early stopping for models trained in epochs: called with the model so far, returns its quality on validation data, higher is better.
    /// Null trains all epochs.
    /// </summary>
    public Func<IRecommender, double>? Validate { get; init; }

    /// <summary>Epochs between two validations, at least 1. The default is 1.</summary>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>Validations without a better quality after which training stops and the best model is returned. The default is 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>
    /// Epochs after which training ends although the options name more; the step size falls as if all were run. Null runs all. With the number of epochs
    /// that early stopping found, a model can be trained again on all data.
    /// </summary>
    public int? StopAfterEpochs { get; init; }

    /// <summary>Where models trained in epochs keep their state, so that an interrupted training goes on; null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }
}

/// <summary>Where and how often a training keeps its state.</summary>
/// <param name="Path">A file, replaced as a whole each time.</param>
/// <param name="EveryEpochs">Epochs between two writes, at least 1.</param>
/// <param name="Resume">
/// Whether to go on from the file where it is there; a file of other data, options or seed is refused with a clear error.
/// </param>
public sealed record CheckpointOptions(string Path, int EveryEpochs = 1, bool Resume = true);
