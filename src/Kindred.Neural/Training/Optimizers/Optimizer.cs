using Kindred.Models;
using Kindred.Neural.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Moves parameters along their gradients, with what it remembers of earlier ones.</summary>
/// <remarks>
/// The formulas and their order are PyTorch's. Written here because TorchSharp's optimisers hand libtorch numbers that may be gone before they are read
/// (see <see cref="TensorArithmetic"/>). Matrices decay, biases and the weights of norms do not.
/// </remarks>
internal abstract class Optimizer : IDisposable
{
    private const double SmallestNorm = 1e-6;
    private readonly Parameter[] _parameters;
    private readonly Tensor[][] _memory;
    private int _steps;

    /// <param name="parameters">What is moved.</param>
    /// <param name="memory">Tensors like a parameter that are kept for each.</param>
    protected Optimizer(IReadOnlyList<Parameter> parameters, int memory)
    {
        _parameters = [.. parameters];
        _memory = [.. _parameters.Select(p => Enumerable.Range(0, memory).Select(_ => zeros_like(p).DetachFromDisposeScope()).ToArray())];
    }

    /// <summary>The optimiser that options name.</summary>
    public static Optimizer Create(EncoderTrainingOptions options, IReadOnlyList<Parameter> parameters) => options.Optimizer switch
    {
        OptimizerKind.AdamW => new AdamOptimizer(parameters, options.WeightDecay, isDecoupled: true),
        OptimizerKind.Adam => new AdamOptimizer(parameters, options.WeightDecay, isDecoupled: false),
        OptimizerKind.RmsProp => new RmsPropOptimizer(parameters, options.WeightDecay),
        _ => new MomentumOptimizer(parameters, options.WeightDecay),
    };

    /// <summary>Shortens all gradients together to a length, moves the parameters that have one, and forgets the gradients.</summary>
    /// <param name="rate">Step size.</param>
    /// <param name="longest">Length beyond which gradients are cut.</param>
    public void Step(double rate, double longest)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        Tensor?[] gradients = [.. _parameters.Select(p => p.grad)];
        double length = Math.Sqrt(gradients.Sum(g => g is null ? 0 : Math.Pow(g.norm().ToNumber(), 2)));
        double share = Math.Min(1, longest / (length + SmallestNorm));
        _steps++;
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                Move(_parameters[i], share < 1 ? gradient.Times(share) : gradient, _memory[i], rate, _steps);
                _parameters[i].grad = null;
            }
        }
    }

    /// <summary>Keeps what is remembered.</summary>
    public void Save(ModelFile file)
    {
        file.Put("optimizer.steps", _steps.ToString(System.Globalization.CultureInfo.InvariantCulture));
        ForEachMemory((name, memory) => file.Put(name, memory.ToFloats()));
    }

    /// <summary>Takes back what <see cref="Save"/> kept.</summary>
    /// <exception cref="ModelFileException">It is not there, or of other parameters.</exception>
    public void Load(ModelFile file)
    {
        using IDisposable quiet = no_grad();
        _steps = file.Number("optimizer.steps");
        ForEachMemory((name, memory) => memory.Overwrite(file.Get<float>(name, memory.numel())));
    }

    public void Dispose()
    {
        foreach (Tensor memory in _memory.SelectMany(m => m))
        {
            memory.Dispose();
        }
    }

    /// <summary>Moves one parameter.</summary>
    /// <param name="parameter">What is moved, in place.</param>
    /// <param name="gradient">Its gradient; not changed.</param>
    /// <param name="memory">What is kept for it, all zeros at first.</param>
    /// <param name="rate">Step size.</param>
    /// <param name="step">Number of the step, from 1.</param>
    protected abstract void Move(Parameter parameter, Tensor gradient, Tensor[] memory, double rate, int step);

    /// <summary>The weight decay of a parameter.</summary>
    protected static double DecayOf(Parameter parameter, double decay) => parameter.dim() > 1 ? decay : 0;

    /// <summary>The gradient of the loss and of half the squared parameter times the decay.</summary>
    protected static Tensor WithDecay(Tensor gradient, Parameter parameter, double decay) =>
        DecayOf(parameter, decay) is not 0 and double share ? gradient.Plus(parameter.Times(share)) : gradient;

    private void ForEachMemory(Action<string, Tensor> act)
    {
        for (int i = 0; i < _memory.Length; i++)
        {
            for (int m = 0; m < _memory[i].Length; m++)
            {
                act($"optimizer.{i}.{m}", _memory[i][m]);
            }
        }
    }
}
