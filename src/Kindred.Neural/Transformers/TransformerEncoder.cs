using Kindred.Neural.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Kindred.Neural.Transformers;

/// <summary>A transformer encoder of the BERT family on libtorch (Devlin et al., 2019, section 3; post-norm layers of Vaswani et al., 2017).</summary>
/// <remarks>
/// The parameters are plain tensors under BERT's names, so the same names serve loading, optimisers, export and adapters. B = texts in the
/// batch, T = tokens a text, H = hidden size. Reading the parameters from several threads at once is safe; training is not.
/// </remarks>
public sealed class TransformerEncoder : IDisposable
{
    private readonly Dictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LowRankAdapter> _adapters = new(StringComparer.Ordinal);
    private readonly LayerNames[] _layers;
    private TokenSubset? _subset;

    /// <summary>Copies weights into libtorch.</summary>
    public TransformerEncoder(EncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        NativeLibraries.UseTorch();
        Config = weights.Config;
        _layers = [.. Enumerable.Range(0, Config.Layers).Select(i => new LayerNames(i))];
        foreach ((string name, long[] shape) in EncoderWeights.Layout(Config))
        {
            _parameters[name] = NewParameter(weights[name], shape);
        }
    }

    /// <summary>The shape of the encoder.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    /// <summary>The low-rank adapters in place, by the name of their linear layer.</summary>
    public IReadOnlyDictionary<string, LowRankAdapter> Adapters => _adapters;

    /// <summary>The number type the layers are computed in: float32, or bfloat16 where the processor has it.</summary>
    /// <remarks>Parameters stay float32; activations and products are rounded, norms and softmax sums are kept in float32 by libtorch.</remarks>
    public ScalarType Precision { get; set; } = ScalarType.Float32;

    /// <summary>What the output of each layer's heads is multiplied by, [heads of the layer]; null multiplies by nothing. Its gradient says how much heads matter.</summary>
    internal IReadOnlyList<Tensor>? HeadGates { get; set; }

    /// <summary>The vectors of all tokens.</summary>
    /// <param name="ids">Token numbers, int64 [B × T].</param>
    /// <param name="mask">1 for tokens, 0 for padding, int64 [B × T].</param>
    /// <param name="segments">Segment numbers, int64 [B × T]; null means all 0.</param>
    /// <param name="training">Whether dropout is applied.</param>
    /// <param name="embeddingOffset">Added to the token embeddings [B × T × H], as adversarial training does; null for nothing.</param>
    /// <returns>Float32 [B × T × H]; rows of padding hold no meaning.</returns>
    public Tensor Forward(Tensor ids, Tensor mask, Tensor? segments = null, bool training = false, Tensor? embeddingOffset = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Embed(ids, segments, training, embeddingOffset).to_type(Precision);
        // 0 where a token may be attended to, a large negative number where not: (B, 1, 1, T)
        Tensor bias = mask.to_type(Precision).Plus(-1).Times(1e9f).unsqueeze(1).unsqueeze(2);
        for (int i = 0; i < _layers.Length; i++)
        {
            LayerNames layer = _layers[i];
            x = Norm(layer.AttentionNorm, x.Plus(Drop(Attention(layer, x, bias, training, HeadGates?[i]), training)));
            Tensor inner = Activate(Linear(layer.Intermediate, x));
            x = Norm(layer.OutputNorm, x.Plus(Drop(Linear(layer.Output, inner), training)));
        }

        return x.to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Leaves only some rows in the token table until what is returned is disposed of: an optimiser walks over every row at every step, which with a large
    /// vocabulary takes as long as the rest of a training on few texts. Other tokens cannot be computed meanwhile; their rows stay as they are.
    /// </summary>
    /// <param name="tokens">The tokens that stay, in any order, repeated or not.</param>
    internal IDisposable KeepTokens(IEnumerable<int> tokens)
    {
        if (_subset is not null)
        {
            throw new InvalidOperationException("The token table is narrowed already.");
        }

        _subset = new TokenSubset(_parameters[ParameterNames.Tokens], tokens, widened => (_parameters[ParameterNames.Tokens], _subset) = (widened, null));
        _parameters[ParameterNames.Tokens] = _subset.Rows;
        return _subset;
    }

    /// <summary>Copies the parameters back to managed memory, adapters left out.</summary>
    public EncoderWeights ToWeights()
    {
        if (_subset is not null)
        {
            throw new InvalidOperationException("The token table is narrowed: the training it was narrowed for has not ended.");
        }

        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in _parameters)
        {
            using Tensor plain = parameter.detach().cpu();
            values[name] = plain.data<float>().ToArray();
        }

        return new EncoderWeights(Config, values);
    }

    /// <summary>Freezes the encoder and puts low-rank adapters beside some of its linear layers (Hu et al., 2021).</summary>
    /// <param name="adapters">By the name of the linear layer, without ".weight"; owned by the encoder from here on.</param>
    public void Attach(IReadOnlyDictionary<string, LowRankAdapter> adapters)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        foreach (Parameter parameter in _parameters.Values)
        {
            parameter.requires_grad = false;
        }

        foreach ((string layer, LowRankAdapter adapter) in adapters)
        {
            _adapters.Add(layer, adapter);
        }
    }

    /// <summary>Adds the adapters' products into the layers they stand beside and removes the adapters.</summary>
    public void MergeAdapters()
    {
        using (no_grad())
        {
            foreach ((string layer, LowRankAdapter adapter) in _adapters)
            {
                using Tensor product = adapter.Product();
                TensorArithmetic.Add(_parameters[layer + ".weight"], product, 1);
                adapter.Dispose();
            }
        }

        _adapters.Clear();
        foreach (Parameter parameter in _parameters.Values)
        {
            parameter.requires_grad = true;
        }
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        _subset?.Dispose();
        foreach (Parameter parameter in _parameters.Values)
        {
            parameter.Dispose();
        }

        foreach (LowRankAdapter adapter in _adapters.Values)
        {
            adapter.Dispose();
        }
    }

    /// <summary>A parameter in libtorch's own memory: arrays of .NET lie anywhere, and the last bit of a product depends on how its operands are aligned.</summary>
    internal static Parameter NewParameter(float[] values, long[] shape)
    {
        using Tensor managed = tensor(values, shape);
        return new Parameter(managed.clone());
    }

    private Tensor Embed(Tensor ids, Tensor? segments, bool training, Tensor? offset)
    {
        long length = ids.shape[1];
        Tensor x = Rows(_parameters[ParameterNames.Tokens], _subset?.Places(ids) ?? ids);
        if (offset is not null)
        {
            x = x.Plus(offset);
        }

        x = x.Plus(_parameters[ParameterNames.Positions].narrow(0, Config.FirstPosition, length));
        if (Config.SegmentCount > 0)
        {
            Parameter table = _parameters[ParameterNames.Segments];
            x = x.Plus(segments is null ? table.narrow(0, 0, 1) : Rows(table, segments));
        }

        return Drop(Norm(ParameterNames.EmbeddingNorm, x), training);
    }

    // The rows of a table that numbers name: [B × T] gives [B × T × H].
    private static Tensor Rows(Tensor table, Tensor numbers) => table.index_select(0, numbers.reshape(-1)).view(numbers.shape[0], numbers.shape[1], table.shape[1]);

    private Tensor Attention(LayerNames layer, Tensor x, Tensor bias, bool training, Tensor? gates)
    {
        (long batch, long length) = (x.shape[0], x.shape[1]);
        Tensor query = Split(Linear(layer.Query, x)); // (B, heads, T, H / heads)
        Tensor key = Split(Linear(layer.Key, x));
        Tensor value = Split(Linear(layer.Value, x));
        Tensor mixed = F.scaled_dot_product_attention(query, key, value, bias, training ? Config.Dropout : 0);
        mixed = gates is null ? mixed : mixed * gates.view(1, -1, 1, 1);
        return Linear(layer.AttentionOutput, mixed.transpose(1, 2).reshape(batch, length, -1));

        Tensor Split(Tensor t) => t.view(batch, length, -1, Config.HeadSize).transpose(1, 2);
    }

    private Tensor Linear(string name, Tensor x)
    {
        Tensor y = F.linear(x, Cast(_parameters[name + ".weight"]), Cast(_parameters[name + ".bias"]));
        return _adapters.TryGetValue(name, out LowRankAdapter? adapter) ? y.Plus(adapter.Forward(x.to_type(ScalarType.Float32)).to_type(y.dtype)) : y;
    }

    private Tensor Norm(string name, Tensor x) =>
        F.layer_norm(x, [Config.HiddenSize], Cast(_parameters[name + ".weight"], x), Cast(_parameters[name + ".bias"], x), Config.LayerNormEpsilon);

    private Tensor Activate(Tensor x) => Config.Activation switch
    {
        EncoderActivation.Gelu => F.gelu(x),
        EncoderActivation.Relu => F.relu(x),
        _ => x.Times(0.5).mul(x.Plus(x.mul(x).mul(x).Times(0.044715)).Times(0.7978845608028654).tanh().Plus(1)),
    };

    private Tensor Drop(Tensor x, bool training) => training && Config.Dropout > 0 ? F.dropout(x, Config.Dropout) : x;

    private Tensor Cast(Parameter parameter) => Precision == ScalarType.Float32 ? parameter : parameter.to_type(Precision);

    private static Tensor Cast(Parameter parameter, Tensor like) => parameter.dtype == like.dtype ? parameter : parameter.to_type(like.dtype);
}
