using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Trains with early stopping: models trained in epochs are asked the tuning cases now and then and stop when that brings nothing new.</summary>
/// <remarks>
/// To use all data afterwards, train the request of the outcome: it stops after as many epochs as were best, with the step size falling as it did here
/// (Prechelt, "Early stopping — but when?", 1998; the number of epochs is kept, not the model).
/// </remarks>
public static class EarlyStopping
{
    // A validation asks every case; a tenth of the epochs apart keeps its cost below that of training.
    private const int ValidationsAtMost = 10;

    /// <summary>Finds the best number of epochs of a model on a task's tuning part; a model without epochs is trained and measured.</summary>
    /// <param name="task">A task with a tuning part.</param>
    /// <param name="request">The model.</param>
    /// <param name="options">Metric, patience (at least 1 to stop early), seed and threads.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>The request with its best number of epochs, and its quality then.</returns>
    /// <exception cref="Kindred.Domain.KindredDataException">The task has no tuning part, or the options are not allowed.</exception>
    public static TuningTrial Find(EvaluationTask task, ModelRequest request, TuningOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        EvaluationTask tuning = Tuner.TuningPart(task);
        return Train(tuning.Train, tuning.Cases, request, 1, options, cancellation);
    }

    internal static TuningTrial Train(
        InteractionData train, IReadOnlyList<EvaluationCase> cases, ModelRequest request, double share, TuningOptions options, CancellationToken cancellation)
    {
        request = request with { StopAfterEpochs = null };
        int epochs = request.Definition.Epochs(request.Options) ?? 0;
        int every = (epochs + ValidationsAtMost - 1) / ValidationsAtMost;
        int validations = 0;
        (double Quality, int Epochs) best = (double.NegativeInfinity, 0);
        double Validate(IRecommender model)
        {
            validations++;
            double quality = Evaluator.Measure(model, cases, options.Metric, options.Threads, cancellation);
            best = quality > best.Quality ? (quality, Math.Min(epochs, validations * every)) : best;
            return quality;
        }

        TrainingOptions training = new() { Seed = options.Seed, Threads = options.Threads };
        bool stops = epochs > 0 && options.Patience > 0;
        training = stops ? training with { Validate = Validate, ValidateEvery = every, Patience = options.Patience } : training;
        IRecommender model = request.Definition.Train(train, request.Options, training, cancellation);
        return stops
            ? new TuningTrial(request with { StopAfterEpochs = best.Epochs < epochs ? best.Epochs : null }, share, best.Quality)
            : new TuningTrial(request, share, Evaluator.Measure(model, cases, options.Metric, options.Threads, cancellation));
    }
}
