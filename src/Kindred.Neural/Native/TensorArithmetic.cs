using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Native;

/// <summary>Sums, multiples and the like whose numbers outlive the call.</summary>
/// <remarks>
/// TorchSharp hands numbers to libtorch as objects with a finalizer, and its operators (<c>x + y</c>, which passes a 1, <c>x * 2</c>, <c>pow</c>,
/// <c>arange</c>, <c>normalize</c>, its optimisers) drop them before libtorch has read them: when the collector runs at that moment, on behalf of any other
/// thread, libtorch reads freed memory, and answers with an error or with another number. Tensors are safe within a dispose scope. Hence arithmetic with
/// numbers goes through here, and nowhere else in this project; a test looks for it, another trains while the collector never rests.
/// </remarks>
internal static class TensorArithmetic
{
    private static readonly Lazy<Scalar> One = new(() => 1.ToScalar());
    private static readonly Lazy<Scalar> MinusOne = new(() => (-1).ToScalar());

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One.Value);

    /// <summary>x − y.</summary>
    public static Tensor Minus(this Tensor x, Tensor y) => x.add(y, MinusOne.Value);

    /// <summary>x + number.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One.Value);
    }

    /// <summary>number · x.</summary>
    public static Tensor Times(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>x / number.</summary>
    public static Tensor Over(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.div(scalar);
    }

    /// <summary>x, with a number where the mask is true.</summary>
    public static Tensor FilledWhere(this Tensor x, Tensor mask, double number)
    {
        using var scalar = number.ToScalar();
        return x.masked_fill(mask, scalar);
    }

    /// <summary>Where x is 0.</summary>
    public static Tensor IsZero(this Tensor x)
    {
        using var zero = 0.ToScalar();
        return x.eq(zero);
    }

    /// <summary>Rows [N × H] scaled to length 1; those shorter than 10⁻¹² are divided by that, as in sentence-transformers.</summary>
    public static Tensor WithUnitRows(this Tensor x)
    {
        using var smallest = 1e-12.ToScalar();
        return x.div(x.norm(1, keepdim: true, p: 2).clamp_min(smallest));
    }

    /// <summary>The whole numbers 0 … n − 1.</summary>
    public static Tensor Numbers(int n) => tensor([.. Enumerable.Range(0, n).Select(i => (long)i)]);

    /// <summary>x ← x + factor · y.</summary>
    public static void Add(Tensor x, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        x.add_(y, scalar);
    }

    /// <summary>x ← number · x.</summary>
    public static void Multiply(Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        x.mul_(scalar);
    }

    /// <summary>x ← x + factor · y².</summary>
    public static void AddSquare(Tensor x, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        x.addcmul_(y, y, scalar);
    }

    /// <summary>x ← x + factor · y / z.</summary>
    public static void AddQuotient(Tensor x, Tensor y, Tensor z, double factor)
    {
        using var scalar = factor.ToScalar();
        x.addcdiv_(y, z, scalar);
    }

    /// <summary>The rows of x that the numbers name ← themselves + factor · y.</summary>
    public static void AddToRows(Tensor x, Tensor numbers, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        x.index_add_(0, numbers, y, scalar);
    }
}
