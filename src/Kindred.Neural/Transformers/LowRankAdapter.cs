using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Transformers;

/// <summary>A low-rank change of a linear layer (LoRA: Hu et al., 2021): y += (α / r) · x Aᵀ Bᵀ, with B zero at the start.</summary>
public sealed class LowRankAdapter : IDisposable
{
    private readonly float _scale;

    /// <summary>Creates an adapter that changes nothing yet.</summary>
    /// <param name="inputs">Width of the layer's input.</param>
    /// <param name="outputs">Width of its output.</param>
    /// <param name="rank">r, at least 1.</param>
    /// <param name="alpha">α: how strongly the adapter counts.</param>
    public LowRankAdapter(int inputs, int outputs, int rank, float alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        NativeLibraries.UseTorch();
        _scale = alpha / rank;
        using (Tensor normal = randn(rank, inputs))
        {
            Down = new Parameter(normal.Over(MathF.Sqrt(inputs)));
        }

        Up = new Parameter(zeros(outputs, rank));
    }

    /// <summary>A [rank × inputs].</summary>
    public Parameter Down { get; }

    /// <summary>B [outputs × rank].</summary>
    public Parameter Up { get; }

    /// <summary>Adapters for the query and value layers of every layer, as in the paper's experiments.</summary>
    public static IReadOnlyDictionary<string, LowRankAdapter> ForAttention(EncoderConfig config, int rank, float alpha)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Enumerable.Range(0, config.Layers).Select(i => (Names: new LayerNames(i), Width: config.HeadsOf(i) * config.HeadSize))
            .SelectMany(l => new[] { (Name: l.Names.Query, l.Width), (Name: l.Names.Value, l.Width) })
            .ToDictionary(l => l.Name, l => new LowRankAdapter(config.HiddenSize, l.Width, rank, alpha));
    }

    /// <summary>What is added to the layer's output; x is [… × inputs].</summary>
    public Tensor Forward(Tensor x) => nn.functional.linear(nn.functional.linear(x, Down), Up).Times(_scale);

    /// <summary>What the adapter adds to the layer's weight: (α / r) · B A, [outputs × inputs].</summary>
    public Tensor Product()
    {
        using Tensor product = Up.matmul(Down);
        return product.Times(_scale);
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        Down.Dispose();
        Up.Dispose();
    }
}
