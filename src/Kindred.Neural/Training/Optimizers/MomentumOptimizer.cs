using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Stochastic gradient descent with momentum 0.9, as PyTorch has it: velocity ← 0.9 · velocity + gradient, parameter ← parameter − rate · velocity.</summary>
internal sealed class MomentumOptimizer(IReadOnlyList<Parameter> parameters, double decay) : Optimizer(parameters, memory: 1)
{
    private const double Momentum = 0.9;

    protected override void Move(Parameter parameter, Tensor gradient, Tensor[] memory, double rate, int step)
    {
        TensorArithmetic.Multiply(memory[0], Momentum);
        TensorArithmetic.Add(memory[0], WithDecay(gradient, parameter, decay), 1);
        TensorArithmetic.Add(parameter, memory[0], -rate);
    }
}
