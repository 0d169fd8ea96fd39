using Kindred.Neural.Transformers;

namespace Kindred.Neural.Quantized;

/// <summary>The buffers of one thread for up to so many tokens.</summary>
internal sealed class EncoderWorkspace
{
    private readonly Dictionary<int, QuantizedRows> _headRows = [];
    private readonly int _rows;

    public EncoderWorkspace(EncoderConfig config, int tokens)
    {
        Capacity = tokens;
        int rows = _rows = tokens + PackedLinear.RowBlock + SmallProduct.RowBlock; // whole blocks of rows are computed, and attention reads past its text
        X = new float[rows * config.HiddenSize];
        Projections = new float[rows * 3 * config.HiddenSize];
        Mixed = new float[rows * config.HiddenSize];
        Inner = new float[rows * config.IntermediateSize];
        NarrowRows = new QuantizedRows(rows, config.HiddenSize);
        WideRows = new QuantizedRows(rows, config.IntermediateSize);
    }

    /// <summary>Most tokens.</summary>
    public int Capacity { get; }

    /// <summary>The tokens' vectors [tokens × H].</summary>
    public float[] X { get; }

    /// <summary>Query, key and value of every token [tokens × 3 H].</summary>
    public float[] Projections { get; }

    /// <summary>What attention or the feed-forward part gives [tokens × H].</summary>
    public float[] Mixed { get; }

    /// <summary>The inside of the feed-forward part.</summary>
    public float[] Inner { get; }

    public QuantizedRows NarrowRows { get; }

    public QuantizedRows WideRows { get; }

    /// <summary>Rows as wide as the heads of a layer together: H, or less where heads were taken out.</summary>
    public QuantizedRows HeadRows(int width) => width == NarrowRows.Columns ? NarrowRows
        : _headRows.TryGetValue(width, out QuantizedRows? rows) ? rows : _headRows[width] = new QuantizedRows(_rows, width);

    /// <summary>Attention's keys by component, and its shares; grown as texts need it.</summary>
    public float[] Keys { get; private set; } = [];

    public float[] Shares { get; private set; } = [];

    /// <summary>Makes room for the attention of a text.</summary>
    public void Fit(int keys, int shares)
    {
        Keys = Keys.Length >= keys ? Keys : new float[keys];
        Shares = Shares.Length >= shares ? Shares : new float[shares];
    }
}
