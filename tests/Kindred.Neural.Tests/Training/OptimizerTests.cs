using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Kindred.Neural.Tests.Training;

public class OptimizerTests
{
    private const double Decay = 0.1;
    private const double Rate = 0.01;

    // A matrix of one row, which decays, and a bias, which does not; the loss Σ c p² / 2 has the gradient c p. Against the formulas in double precision.
    [Theory]
    [InlineData(OptimizerKind.AdamW, 1e9)]
    [InlineData(OptimizerKind.Adam, 1e9)]
    [InlineData(OptimizerKind.RmsProp, 1e9)]
    [InlineData(OptimizerKind.Sgd, 1e9)]
    [InlineData(OptimizerKind.AdamW, 0.5)]
    [InlineData(OptimizerKind.Sgd, 0.5)]
    public void Steps_are_those_of_the_formulas(OptimizerKind kind, double longest)
    {
        NativeLibraries.UseTorch();
        double[] values = [1, -2, 0.5];
        double[] curvature = [3, 0.7, -2];
        using Parameter matrix = TransformerEncoder.NewParameter([1, -2], [1, 2]);
        using Parameter bias = TransformerEncoder.NewParameter([0.5f], [1]);
        using var optimizer = Optimizer.Create(new EncoderTrainingOptions { Optimizer = kind, WeightDecay = Decay }, [matrix, bias]);
        var (first, second) = (new double[3], new double[3]);
        for (int step = 1; step <= 6; step++)
        {
            Backward(matrix, bias, curvature);
            optimizer.Step(Rate, longest);
            Assert.Null(matrix.grad);
            double[] gradient = [.. values.Zip(curvature, (v, c) => v * c)];
            double share = Math.Min(1, longest / Math.Sqrt(gradient.Sum(g => g * g)));
            for (int i = 0; i < 3; i++)
            {
                double decay = i < 2 ? Decay : 0;
                double g = (gradient[i] * share) + (kind == OptimizerKind.AdamW ? 0 : decay * values[i]);
                switch (kind)
                {
                    case OptimizerKind.Sgd:
                        first[i] = (0.9 * first[i]) + g;
                        values[i] -= Rate * first[i];
                        break;
                    case OptimizerKind.RmsProp:
                        second[i] = (0.99 * second[i]) + (0.01 * g * g);
                        values[i] -= Rate * g / (Math.Sqrt(second[i]) + 1e-8);
                        break;
                    default:
                        first[i] = (0.9 * first[i]) + (0.1 * g);
                        second[i] = (0.999 * second[i]) + (0.001 * g * g);
                        values[i] -= kind == OptimizerKind.AdamW ? Rate * decay * values[i] : 0;
                        values[i] -= Rate * (first[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                        break;
                }
            }

            Assert.Equal(values, Values(matrix).Concat(Values(bias)).Select(v => (double)v), (a, b) => Math.Abs(a - b) < 2e-5);
        }
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        NativeLibraries.UseTorch();
        using Parameter moved = TransformerEncoder.NewParameter([1, 2], [1, 2]);
        using Parameter idle = TransformerEncoder.NewParameter([3], [1, 1]);
        using var optimizer = Optimizer.Create(new EncoderTrainingOptions { WeightDecay = Decay }, [moved, idle]);
        using (Tensor loss = moved.sum())
        {
            loss.backward();
        }

        optimizer.Step(Rate, 1);
        Assert.Equal([3], Values(idle));
        Assert.NotEqual([1, 2], Values(moved));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void What_is_remembered_is_kept(OptimizerKind kind)
    {
        NativeLibraries.UseTorch();
        double[] curvature = [3, 0.7, -2];
        var options = new EncoderTrainingOptions { Optimizer = kind };
        using Parameter matrix = TransformerEncoder.NewParameter([1, -2], [1, 2]);
        using Parameter bias = TransformerEncoder.NewParameter([0.5f], [1]);
        using var whole = Optimizer.Create(options, [matrix, bias]);
        Step(whole, matrix, bias);
        using Parameter otherMatrix = TransformerEncoder.NewParameter(Values(matrix), [1, 2]);
        using Parameter otherBias = TransformerEncoder.NewParameter(Values(bias), [1]);
        using var resumed = Optimizer.Create(options, [otherMatrix, otherBias]);
        var file = new ModelFile("test", new Vocabulary([]));
        whole.Save(file);
        resumed.Load(file);
        Step(whole, matrix, bias);
        Step(resumed, otherMatrix, otherBias);
        Assert.Equal(Values(matrix), Values(otherMatrix));
        Assert.Equal(Values(bias), Values(otherBias));

        void Step(Optimizer optimizer, Parameter one, Parameter other)
        {
            Backward(one, other, curvature);
            optimizer.Step(Rate, 1e9);
        }
    }

    private static void Backward(Parameter matrix, Parameter bias, double[] curvature)
    {
        using var scope = NewDisposeScope();
        Tensor c = tensor(curvature.Select(v => (float)v).ToArray());
        Tensor all = cat([matrix.view(2), bias]);
        all.mul(all).mul(c).sum().Over(2).backward();
    }

    private static float[] Values(Parameter parameter)
    {
        using Tensor plain = parameter.detach();
        return plain.data<float>().ToArray();
    }
}
