using Kindred.Neural.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Pretraining;

/// <summary>A large table of which a step moves few rows: Adam (Kingma &amp; Ba, 2015) on those rows alone, as its sparse form in PyTorch.</summary>
internal sealed class TokenRows(long rows, long width) : IDisposable
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _first = zeros(rows, width);
    private readonly Tensor _second = zeros(rows, width);
    private int _steps;

    /// <summary>The whole table, [rows × width]; zeros at first.</summary>
    public Tensor Table { get; } = zeros(rows, width);

    /// <summary>A copy of some rows that gradients can be asked for.</summary>
    public Tensor Take(Tensor ids) => Table.index_select(0, ids).requires_grad_();

    /// <summary>Moves rows against their gradients.</summary>
    /// <param name="ids">Distinct row numbers.</param>
    /// <param name="gradient">One row of gradients a number.</param>
    /// <param name="rate">The learning rate.</param>
    public void Move(Tensor ids, Tensor gradient, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            _steps++;
            Tensor first = _first.index_select(0, ids).Times(FirstDecay).Plus(gradient.Times(1 - FirstDecay));
            Tensor second = _second.index_select(0, ids).Times(SecondDecay).Plus(gradient.mul(gradient).Times(1 - SecondDecay));
            _first.index_copy_(0, ids, first);
            _second.index_copy_(0, ids, second);
            double correction = Math.Sqrt(1 - Math.Pow(SecondDecay, _steps)) / (1 - Math.Pow(FirstDecay, _steps));
            TensorArithmetic.AddToRows(Table, ids, first.div(second.sqrt().Plus(Epsilon)), -rate * correction);
        }
    }

    public void Dispose()
    {
        Table.Dispose();
        _first.Dispose();
        _second.Dispose();
    }
}
