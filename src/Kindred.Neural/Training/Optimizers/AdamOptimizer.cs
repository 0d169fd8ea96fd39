using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Adam (Kingma &amp; Ba, ICLR 2015, algorithm 1), and AdamW, whose decay does not pass through the moments (Loshchilov &amp; Hutter, ICLR 2019, algorithm 2).</summary>
internal sealed class AdamOptimizer(IReadOnlyList<Parameter> parameters, double decay, bool isDecoupled) : Optimizer(parameters, memory: 2)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    protected override void Move(Parameter parameter, Tensor gradient, Tensor[] memory, double rate, int step)
    {
        (Tensor first, Tensor second) = (memory[0], memory[1]);
        Tensor slope = gradient;
        if (isDecoupled)
        {
            TensorArithmetic.Multiply(parameter, 1 - (rate * DecayOf(parameter, decay)));
        }
        else
        {
            slope = WithDecay(gradient, parameter, decay);
        }

        TensorArithmetic.Multiply(first, FirstDecay);
        TensorArithmetic.Add(first, slope, 1 - FirstDecay);
        TensorArithmetic.Multiply(second, SecondDecay);
        TensorArithmetic.AddSquare(second, slope, 1 - SecondDecay);
        Tensor spread = second.sqrt().Over(Math.Sqrt(1 - Math.Pow(SecondDecay, step))).Plus(Epsilon);
        TensorArithmetic.AddQuotient(parameter, first, spread, -rate / (1 - Math.Pow(FirstDecay, step)));
    }
}
