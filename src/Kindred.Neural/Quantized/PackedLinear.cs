using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kindred.Neural.Onnx;

namespace Kindred.Neural.Quantized;

/// <summary>A linear layer whose weights are whole numbers of ±63 by output, laid out for a processor's 8-bit product instruction.</summary>
/// <remarks>
/// Outputs stand in panels of 16: for every four inputs, 16 × 4 bytes. A product is Σ(low + step·q)·scale·w = step·scale·Σqw + low·scale·Σw, so the
/// second sum is known beforehand. Two pairs of products are added in 16 bits before they are widened: 4 × 127 × 63 = 32,004 is within them, and
/// that takes a quarter of the widening instructions away (compare Jacob et al., 2018, appendix B, which does it with pairs).
/// </remarks>
internal sealed unsafe class PackedLinear
{
    public const int PanelWidth = 16;
    public const int RowBlock = 4;
    private const int Group = 4;
    private const int WeightRange = 63;

    private readonly sbyte[] _packed;
    private readonly float[] _scales;
    private readonly float[] _offsets; // scale · Σw
    private readonly float[] _bias;
    private readonly int _depth;

    /// <param name="weight">[outputs × inputs], outputs a multiple of <see cref="PanelWidth"/>.</param>
    /// <param name="bias">One an output.</param>
    public PackedLinear(float[] weight, float[] bias)
    {
        (Outputs, int inputs) = (bias.Length, weight.Length / bias.Length);
        _depth = (inputs + 7) / 8 * 8;
        (sbyte[] values, _scales) = WeightMatrix.Quantize(weight, Outputs, inputs, WeightRange);
        (_packed, _offsets, _bias) = (new sbyte[Outputs * _depth], new float[Outputs], bias);
        for (int output = 0; output < Outputs; output++)
        {
            int sum = 0;
            for (int input = 0; input < inputs; input++)
            {
                sbyte value = values[(output * inputs) + input];
                _packed[Place(output, input)] = value;
                sum += value;
            }

            _offsets[output] = _scales[output] * sum;
        }
    }

    /// <summary>Whether this processor has the instructions of the fast way.</summary>
    public static bool IsFast => Avx2.IsSupported && Fma.IsSupported;

    public int Outputs { get; }

    /// <summary>The layer's values for some rows.</summary>
    /// <param name="rows">The rows; there must be room for a multiple of <see cref="RowBlock"/>.</param>
    /// <param name="count">Rows that count.</param>
    /// <param name="target">Receives rows of <see cref="Outputs"/>, the count rounded up to a multiple of <see cref="RowBlock"/>.</param>
    public void Apply(QuantizedRows rows, int count, Span<float> target)
    {
        int blocks = (count + RowBlock - 1) / RowBlock;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Stride, _depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks * RowBlock, rows.Lows.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, blocks * RowBlock * Outputs);
        if (IsFast)
        {
            ApplyWide(rows, blocks, target);
        }
        else
        {
            ApplyNarrow(rows, count, target);
        }
    }

    /// <summary>What <see cref="Apply"/> gives, in plain instructions; equal to the last bit.</summary>
    internal void ApplyNarrow(QuantizedRows rows, int count, Span<float> target)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<byte> values = rows.Values.AsSpan(row * _depth, _depth);
            for (int output = 0; output < Outputs; output++)
            {
                int sum = 0;
                for (int input = 0; input < _depth; input++)
                {
                    sum += values[input] * _packed[Place(output, input)];
                }

                float constant = MathF.FusedMultiplyAdd(rows.Lows[row], _offsets[output], _bias[output]);
                target[(row * Outputs) + output] = MathF.FusedMultiplyAdd(sum * rows.Steps[row], _scales[output], constant);
            }
        }
    }

    private int Place(int output, int input) =>
        (output / PanelWidth * PanelWidth * _depth) + (input / Group * PanelWidth * Group) + (output % PanelWidth * Group) + (input % Group);

    private void ApplyWide(QuantizedRows rows, int blocks, Span<float> target)
    {
        fixed (byte* values = rows.Values)
        fixed (sbyte* packed = _packed)
        fixed (float* results = target, lows = rows.Lows, steps = rows.Steps, scales = _scales, offsets = _offsets, bias = _bias)
        {
            for (int first = 0; first < Outputs; first += PanelWidth)
            {
                var panel = new Panel(packed + (first * _depth), scales + first, offsets + first, bias + first);
                for (int row = 0; row < blocks * RowBlock; row += RowBlock)
                {
                    Block(values + (row * _depth), lows + row, steps + row, panel, results + (row * Outputs) + first);
                }
            }
        }
    }

    // Four rows times sixteen outputs, with all sums in registers.
    private void Block(byte* rows, float* lows, float* steps, Panel panel, float* target)
    {
        Vector256<int> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        Vector256<short> ones = Vector256<short>.One;
        byte* row0 = rows, row1 = rows + _depth, row2 = rows + (2 * _depth), row3 = rows + (3 * _depth);
        sbyte* weights = panel.Weights;
        for (int i = 0; i < _depth; i += 2 * Group, weights += 2 * Group * PanelWidth)
        {
            (Vector256<sbyte> a, Vector256<sbyte> b) = (Vector256.Load(weights), Vector256.Load(weights + 32));
            (Vector256<sbyte> c, Vector256<sbyte> d) = (Vector256.Load(weights + 64), Vector256.Load(weights + 96));
            (Vector256<byte> x, Vector256<byte> y) = (Four(row0 + i), Four(row0 + i + Group));
            s00 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, a) + Avx2.MultiplyAddAdjacent(y, c), ones);
            s01 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, b) + Avx2.MultiplyAddAdjacent(y, d), ones);
            (x, y) = (Four(row1 + i), Four(row1 + i + Group));
            s10 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, a) + Avx2.MultiplyAddAdjacent(y, c), ones);
            s11 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, b) + Avx2.MultiplyAddAdjacent(y, d), ones);
            (x, y) = (Four(row2 + i), Four(row2 + i + Group));
            s20 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, a) + Avx2.MultiplyAddAdjacent(y, c), ones);
            s21 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, b) + Avx2.MultiplyAddAdjacent(y, d), ones);
            (x, y) = (Four(row3 + i), Four(row3 + i + Group));
            s30 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, a) + Avx2.MultiplyAddAdjacent(y, c), ones);
            s31 += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, b) + Avx2.MultiplyAddAdjacent(y, d), ones);
        }

        panel.Store(s00, s01, lows[0], steps[0], target);
        panel.Store(s10, s11, lows[1], steps[1], target + Outputs);
        panel.Store(s20, s21, lows[2], steps[2], target + (2 * Outputs));
        panel.Store(s30, s31, lows[3], steps[3], target + (3 * Outputs));
    }

    private static Vector256<byte> Four(byte* numbers) => Vector256.Create(*(int*)numbers).AsByte();

    // Sixteen outputs: their weights, and what makes floats of their sums.
    private readonly struct Panel(sbyte* weights, float* scales, float* offsets, float* bias)
    {
        public readonly sbyte* Weights = weights;
        private readonly float* _scales = scales;
        private readonly float* _offsets = offsets;
        private readonly float* _bias = bias;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(Vector256<int> first, Vector256<int> second, float low, float step, float* target)
        {
            Value(first, low, step, 0).Store(target);
            Value(second, low, step, 8).Store(target + 8);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Value(Vector256<int> sum, float low, float step, int at)
        {
            Vector256<float> constant = Fma.MultiplyAdd(Vector256.Create(low), Vector256.Load(_offsets + at), Vector256.Load(_bias + at));
            return Fma.MultiplyAdd(Vector256.ConvertToSingle(sum) * Vector256.Create(step), Vector256.Load(_scales + at), constant);
        }
    }
}
