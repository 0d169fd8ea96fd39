using Kindred.Domain;
using Kindred.Neural.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Optimiser, schedule, accumulation, clipping and the training curve: what every training of ours does with a loss.</summary>
internal sealed class GradientSteps : IDisposable
{
    private readonly EncoderTrainingOptions _options;
    private readonly string _run;
    private readonly int _steps;
    private readonly Parameter[] _parameters;
    private readonly Optimizer _optimizer;
    private readonly TensorBoardFile? _log;
    private readonly Parameter? _table;
    private int _batches;
    private double _lossSum;

    /// <summary>Prepares the steps, or puts everything into the state of the checkpoint that the options name.</summary>
    /// <param name="parameters">What is trained; those of one dimension are not decayed.</param>
    /// <param name="table">The token table that adversarial training moves; null where it cannot be.</param>
    /// <param name="options">Settings.</param>
    /// <param name="batches">Number of all batches.</param>
    /// <param name="data">Names the data and the kind of training: a checkpoint of another one is refused.</param>
    /// <exception cref="KindredDataException">The checkpoint is damaged or of another training.</exception>
    public GradientSteps(IEnumerable<Parameter> parameters, Parameter? table, EncoderTrainingOptions options, int batches, string data = "")
    {
        (_options, _table) = (options, table);
        _steps = (batches + options.Accumulation - 1) / options.Accumulation;
        _parameters = [.. parameters.Where(p => p.requires_grad)];
        _optimizer = Optimizer.Create(options, _parameters);
        _log = options.LogFolder is { } folder ? new TensorBoardFile(folder, options.Clock) : null;
        _run = $"{options with { Checkpoint = null, LogFolder = null, Clock = TimeProvider.System }} {batches} {data}";
        if (options.Checkpoint?.Read(_run, _parameters, _optimizer) is { } state)
        {
            Done = state.Batches;
            Curve.AddRange(state.Curve);
            Extra = state.Extra;
        }
    }

    /// <summary>Batches that are in the parameters: a training goes on with the one of this number. Chance must come from the batch's number alone.</summary>
    public int Done { get; private set; }

    /// <summary>Arrays that are kept in checkpoints beside the parameters.</summary>
    public Dictionary<string, float[]> Extra { get; } = [];

    /// <summary>Mean loss of every step so far.</summary>
    public List<double> Curve { get; } = [];

    /// <summary>Computes a batch's loss and its gradients; moves the parameters when enough batches are in.</summary>
    /// <param name="loss">The loss as a scalar; called twice in adversarial training.</param>
    /// <param name="isLast">Whether no batch follows.</param>
    public void Add(Func<Tensor> loss, bool isLast)
    {
        using DisposeScope scope = NewDisposeScope();

        // Anew for every batch, so that dropout does not depend on where a training was interrupted.
        manual_seed(unchecked((long)((_options.Seed * 1_000_003) + (ulong)(Done + _batches)))).Dispose();
        _lossSum += Backward(loss);
        if (_table is { grad: not null } && _options.Adversarial > 0)
        {
            BackwardAgainst(loss, _table);
        }

        _batches++;
        if (_batches == _options.Accumulation || isLast)
        {
            Move();
        }
    }

    /// <summary>Ends a cancelled training, after the batches of a step and a checkpoint.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void StopIfCancelled(CancellationToken cancellation)
    {
        if (_batches == 0 && cancellation.IsCancellationRequested)
        {
            SaveCheckpoint();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _log?.Dispose();
    }

    private double Backward(Func<Tensor> loss)
    {
        Tensor value = loss();
        value.Over(_options.Accumulation).backward();
        return value.ToNumber();
    }

    // FGM: the same batch again with the token table moved where the loss grows fastest.
    private void BackwardAgainst(Func<Tensor> loss, Parameter table)
    {
        Tensor step;
        using (no_grad())
        {
            Tensor gradient = table.grad!;
            step = gradient.Times(_options.Adversarial / (gradient.norm().ToNumber() + 1e-12));
            TensorArithmetic.Add(table, step, 1);
        }

        Backward(loss);
        using (no_grad())
        {
            TensorArithmetic.Add(table, step, -1);
        }
    }

    private void Move()
    {
        int step = Curve.Count;
        double rate = _options.LearningRate * _options.RateAt(step, _steps);
        _optimizer.Step(rate, _options.ClipNorm);
        Curve.Add(_lossSum / _batches);
        _log?.Add("loss", step, (float)Curve[^1]);
        _log?.Add("learning_rate", step, (float)rate);
        Done += _batches;
        (_batches, _lossSum) = (0, 0);
        if (_options.Checkpoint is { } checkpoint && Curve.Count % checkpoint.EverySteps == 0)
        {
            SaveCheckpoint();
        }
    }

    private void SaveCheckpoint() => _options.Checkpoint?.Write(_run, _parameters, _optimizer, Curve, Done, Extra);
}
