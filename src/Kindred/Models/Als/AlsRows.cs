using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The least squares problem of one row (a user or a product) against the fixed vectors of the other side.</summary>
/// <remarks>
/// Row x minimises Σ over its entries of w (1 − x·y)² + α₀ Σ over all y of (x·y)² + λ c^ν |x|², c = its entries + α₀ × all rows of the other side
/// (Rendle, Krichene, Zhang &amp; Koren, "iALS++", 2021, after Hu, Koren &amp; Volinsky, 2008). Hence A x = b with A = α₀ G + Σ w y yᵀ + λ c^ν I,
/// b = Σ w y, G = Yᵀ Y. Holds scratch of one thread: not thread-safe.
/// </remarks>
internal sealed class AlsRows
{
    // Rows gathered before they are added up: 32 to 64 kB at usual widths, so that they stay near the processor.
    private const int GatheredRows = 256;

    private readonly AlsOptions _options;
    private readonly FactorMatrix _other;
    private readonly float[] _gram;
    private readonly int _count;
    private readonly float[] _residual;
    private readonly float[] _direction;
    private readonly float[] _image;
    private float[] _predictions = [];
    private float[] _system = [];
    private float[] _gathered = [];

    /// <summary>Prepares for rows against the given vectors.</summary>
    /// <param name="options">Weights and penalty.</param>
    /// <param name="other">Y.</param>
    /// <param name="gram">G = Yᵀ Y.</param>
    /// <param name="count">Rows of Y that were trained; later ones are zeros.</param>
    public AlsRows(AlsOptions options, FactorMatrix other, float[] gram, int count)
    {
        (_options, _other, _gram, _count) = (options, other, gram, count);
        (_residual, _direction, _image) = (new float[other.Factors], new float[other.Factors], new float[other.Factors]);
    }

    /// <summary>The weight of a seen pair: 1 + ln of weights above 1, so that many repeats do not drown the rest; others as they are.</summary>
    public static float Confidence(float weight) => weight > 1 ? 1 + MathF.Log(weight) : weight;

    /// <summary>Improves x by the chosen solver.</summary>
    public void Improve(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> x)
    {
        if (entries.IsEmpty)
        {
            x.Clear();
        }
        else if (_options.Solver == AlsSolver.ConjugateGradient)
        {
            Descend(entries, weights, x);
        }
        else
        {
            SolveBlocks(entries, weights, x);
        }
    }

    /// <summary>Elements from one row of a system of that order to the next.</summary>
    public static int SystemStride(int order) => GramTiles.WidthFor(order);

    /// <summary>A as its Cholesky factor, lower triangle, row-major, rows <see cref="SystemStride"/> apart; lasts until the next call.</summary>
    public float[] Factor(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights)
    {
        int f = _other.Factors;
        FillSystem(entries, weights, 0, f);
        return Cholesky.TryFactorPadded(_system, f, SystemStride(f), _gathered) ? _system : throw AlsModel.NotPositive(_options);
    }

    private float Penalty(int entries) =>
        (float)(_options.Regularization * Math.Pow(entries + (_options.UnobservedWeight * _count), _options.RegularizationExponent));

    // Conjugate gradient from the present x (Takács, Pilászy & Tikk, 2011); A is never formed.
    private void Descend(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> x)
    {
        float penalty = Penalty(entries.Length);
        // r = b − A x
        Shared(x, -penalty, -(float)_options.UnobservedWeight, _residual);
        AddEntries(entries, weights, x, 1, _residual);
        _residual.CopyTo(_direction, 0);
        float square = ShortVectors.Dot(_residual, _residual);
        for (int step = 0; step < _options.Steps && square > 1e-20f; step++)
        {
            Shared(_direction, penalty, (float)_options.UnobservedWeight, _image);
            AddEntries(entries, weights, _direction, 0, _image);
            float length = square / ShortVectors.Dot(_direction, _image);
            ShortVectors.AddScaled(_direction, length, x);
            ShortVectors.AddScaled(_image, -length, _residual);
            float next = ShortVectors.Dot(_residual, _residual);
            for (int j = 0; j < _direction.Length; j++)
            {
                _direction[j] = _residual[j] + (next / square * _direction[j]);
            }

            square = next;
        }
    }

    // target = (weight G + penalty I) x
    private void Shared(ReadOnlySpan<float> x, float penalty, float weight, Span<float> target)
    {
        target.Clear();
        ShortVectors.AddScaled(x, penalty, target);
        int j = 0;
        for (; j <= x.Length - FourVectors.Count; j += FourVectors.Count)
        {
            FourVectors.AddScaled(GramRow(j), GramRow(j + 1), GramRow(j + 2), GramRow(j + 3), (weight * x[j], weight * x[j + 1], weight * x[j + 2], weight * x[j + 3]), target);
        }

        for (; j < x.Length; j++)
        {
            ShortVectors.AddScaled(GramRow(j), weight * x[j], target);
        }
    }

    private ReadOnlySpan<float> GramRow(int component) => _gram.AsSpan(component * _other.Factors, _other.Factors);

    // With an aim of 1: target += Σ w (1 − x·y) y, what A lacks of b. With 0: target += Σ w (x·y) y.
    private void AddEntries(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, ReadOnlySpan<float> x, int aim, Span<float> target)
    {
        float sign = aim == 0 ? 1 : -1;
        int i = 0;
        for (; i <= entries.Length - FourVectors.Count; i += FourVectors.Count)
        {
            ReadOnlySpan<float> a = _other.Row(entries[i]), b = _other.Row(entries[i + 1]), c = _other.Row(entries[i + 2]), d = _other.Row(entries[i + 3]);
            (float A, float B, float C, float D) dots = FourVectors.Dot(x, a, b, c, d);
            FourVectors.AddScaled(a, b, c, d, (Pull(dots.A, weights[i]), Pull(dots.B, weights[i + 1]), Pull(dots.C, weights[i + 2]), Pull(dots.D, weights[i + 3])), target);
        }

        for (; i < entries.Length; i++)
        {
            ReadOnlySpan<float> y = _other.Row(entries[i]);
            ShortVectors.AddScaled(y, Pull(ShortVectors.Dot(x, y), weights[i]), target);
        }

        float Pull(float dot, float weight) => Confidence(weight) * (aim + (sign * dot));
    }

    // Newton steps, exact for a square loss, one block of components after the other with the predictions kept up to date (iALS++, algorithm 2).
    private void SolveBlocks(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> x)
    {
        float penalty = Penalty(entries.Length);
        if (_predictions.Length < entries.Length)
        {
            _predictions = new float[2 * entries.Length];
        }

        for (int i = 0; i < entries.Length; i++)
        {
            _predictions[i] = ShortVectors.Dot(x, _other.Row(entries[i]));
        }

        for (int start = 0; start < x.Length; start += _options.BlockSize)
        {
            SolveBlock(entries, weights, x, penalty, start, Math.Min(_options.BlockSize, x.Length - start));
        }
    }

    private void SolveBlock(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> x, float penalty, int start, int size)
    {
        // The negative gradient of the block, then H step = −gradient.
        Span<float> step = _residual.AsSpan(0, size);
        for (int j = 0; j < size; j++)
        {
            ReadOnlySpan<float> row = _gram.AsSpan((start + j) * x.Length, x.Length);
            step[j] = -((float)_options.UnobservedWeight * ShortVectors.Dot(row, x)) - (penalty * x[start + j]);
        }

        for (int i = 0; i < entries.Length; i++)
        {
            ShortVectors.AddScaled(_other.Row(entries[i]).Slice(start, size), Confidence(weights[i]) * (1 - _predictions[i]), step);
        }

        FillSystem(entries, weights, start, size);
        if (!Cholesky.TryFactorPadded(_system, size, SystemStride(size), _gathered))
        {
            throw AlsModel.NotPositive(_options);
        }

        Cholesky.Solve<float>(_system, size, SystemStride(size), step);
        ShortVectors.AddScaled(step, 1, x.Slice(start, size));
        for (int i = 0; i < entries.Length; i++)
        {
            _predictions[i] += ShortVectors.Dot(step, _other.Row(entries[i]).Slice(start, size));
        }
    }

    // The lower triangle of A for the components from start on.
    private void FillSystem(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, int start, int size)
    {
        int stride = SystemStride(size);
        if (_system.Length < stride * stride)
        {
            _system = new float[stride * stride];
            _gathered = new float[GatheredRows * stride];
        }

        Array.Clear(_system, 0, stride * stride);
        for (int first = 0; first < entries.Length; first += GatheredRows)
        {
            int count = Math.Min(GatheredRows, entries.Length - first);
            Gather(entries.Slice(first, count), weights.Slice(first, count), start, size, stride);
            GramTiles.Add(_gathered.AsSpan(0, count * stride), stride, _system);
        }

        float penalty = Penalty(entries.Length);
        for (int a = 0; a < size; a++)
        {
            Span<float> row = _system.AsSpan(a * stride, a + 1);
            ShortVectors.AddScaled(_gram.AsSpan(((start + a) * _other.Factors) + start, a + 1), (float)_options.UnobservedWeight, row);
            row[a] += penalty;
        }
    }

    // √w y side by side, filled up with zeros, so that Σ w y yᵀ is a Gram matrix.
    private void Gather(ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, int start, int size, int stride)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            Span<float> row = _gathered.AsSpan(i * stride, stride);
            row.Clear();
            ShortVectors.AddScaled(_other.Row(entries[i]).Slice(start, size), MathF.Sqrt(Confidence(weights[i])), row[..size]);
        }
    }
}
