using Kindred.Domain;
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
    private readonly OptimizerHelper _optimizer;
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
        _optimizer = CreateOptimizer(options, _parameters);
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
        (value / _options.Accumulation).backward();
        return value.item<float>();
    }

    // FGM: the same batch again with the token table moved where the loss grows fastest.
    private void BackwardAgainst(Func<Tensor> loss, Parameter table)
    {
        Tensor step;
        using (no_grad())
        {
            Tensor gradient = table.grad!;
            step = gradient * (_options.Adversarial / (gradient.norm().item<float>() + 1e-12));
            table.add_(step);
        }

        Backward(loss);
        using (no_grad())
        {
            table.sub_(step);
        }
    }

    private void Move()
    {
        int step = Curve.Count;
        double rate = _options.LearningRate * _options.RateAt(step, _steps);
        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        nn.utils.clip_grad_norm_(_parameters, _options.ClipNorm);
        _optimizer.step();
        _optimizer.zero_grad();
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

    private static OptimizerHelper CreateOptimizer(EncoderTrainingOptions options, Parameter[] parameters)
    {
        Parameter[] decayed = [.. parameters.Where(p => p.dim() > 1)];
        Parameter[] plain = [.. parameters.Where(p => p.dim() <= 1)];
        (double rate, double decay) = (options.LearningRate, options.WeightDecay);
        return options.Optimizer switch
        {
            OptimizerKind.AdamW => optim.AdamW(Groups(w => new AdamW.Options { weight_decay = w }, (p, o) => new AdamW.ParamGroup(p, o)), rate),
            OptimizerKind.Adam => optim.Adam(Groups(w => new Adam.Options { weight_decay = w }, (p, o) => new Adam.ParamGroup(p, o)), rate),
            OptimizerKind.RmsProp => optim.RMSProp(Groups(w => new RMSProp.Options { weight_decay = w }, (p, o) => new RMSProp.ParamGroup(p, o)), rate),
            _ => optim.SGD(Groups(w => new SGD.Options { weight_decay = w, momentum = 0.9 }, (p, o) => new SGD.ParamGroup(p, o)), rate, momentum: 0.9),
        };

        TGroup[] Groups<TOptions, TGroup>(Func<double, TOptions> create, Func<IEnumerable<Parameter>, TOptions, TGroup> group) =>
            [.. new[] { (Parameters: decayed, Decay: decay), (Parameters: plain, Decay: 0) }.Where(g => g.Parameters.Length > 0).Select(g => group(g.Parameters, create(g.Decay)))];
    }
}
