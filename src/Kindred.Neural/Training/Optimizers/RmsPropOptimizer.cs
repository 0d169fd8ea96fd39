using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>RMSProp (Tieleman &amp; Hinton, 2012, lecture 6.5): steps divided by the root of the running mean of squared gradients.</summary>
internal sealed class RmsPropOptimizer(IReadOnlyList<Parameter> parameters, double decay) : Optimizer(parameters, memory: 1)
{
    private const double Smoothing = 0.99;
    private const double Epsilon = 1e-8;

    protected override void Move(Parameter parameter, Tensor gradient, Tensor[] memory, double rate, int step)
    {
        Tensor slope = WithDecay(gradient, parameter, decay);
        TensorArithmetic.Multiply(memory[0], Smoothing);
        TensorArithmetic.AddSquare(memory[0], slope, 1 - Smoothing);
        TensorArithmetic.AddQuotient(parameter, slope, memory[0].sqrt().Plus(Epsilon), -rate);
    }
}
